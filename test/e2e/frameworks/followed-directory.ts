import { waitFor } from "../../cluster/wait-for.ts";
import { readDriver, startDriver } from "../agent/driver-pod.ts";

/** What a directory named, from a moment on until the next one. */
export interface ToldAgents {
  atMs: number;
  /** In their order, those that are not ready with a word about it. */
  names: string[];
  /** Those on their cards, by their names. */
  versions: Record<string, string>;
  isCurrent: boolean;
}

/** How many questions of about a second had an answer. */
export interface ToldCount {
  atMs: number;
  answered: number;
  failed: number;
  slowestMs: number;
}

/** A pod that asks a directory all the time. */
export interface FollowedDirectory {
  /** The answers that differ from the one before each. */
  readAnswers: () => Promise<ToldAgents[]>;
  readCounts: () => Promise<ToldCount[]>;
  /** Waits for the first answer since a moment that meets a condition. */
  waitForAnswer: (
    what: string,
    sinceMs: number,
    isMet: (answer: ToldAgents) => boolean,
  ) => Promise<ToldAgents>;
}

const POD = "follower";

/** How long an answer is waited for: what is measured is told, and not judged. */
const ANSWER_SECONDS = 60;

/** Starts a pod that asks the directory at a URL all the time. */
export async function followDirectory(
  namespace: string,
  image: string,
  url: string,
): Promise<FollowedDirectory> {
  await startDriver(namespace, POD, image, ["follow-directory.ts", url]);
  const read = async <Line extends object>(member: keyof Line): Promise<Line[]> =>
    (await readDriver<Line>(namespace, POD)).filter((line) => Object.hasOwn(line, member));
  const readAnswers = async (): Promise<ToldAgents[]> => await read<ToldAgents>("names");
  return {
    readAnswers,
    readCounts: async () => await read<ToldCount>("answered"),
    waitForAnswer: async (what, sinceMs, isMet) =>
      await waitFor(what, ANSWER_SECONDS, async () =>
        (await readAnswers()).find((answer) => answer.atMs >= sinceMs && isMet(answer)),
      ),
  };
}
