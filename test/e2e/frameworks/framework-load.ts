import { setTimeout as delay } from "node:timers/promises";
import { waitFor } from "../../cluster/wait-for.ts";
import { readDriver, startDriver } from "../agent/driver-pod.ts";
import { runInPod } from "../cluster-access.ts";
import { toUrl } from "./framework-agents.ts";

/** What became of a task. */
export interface TaskEnd {
  task: number;
  kind: "streaming" | "detached";
  fate: string;
  /** In ISO 8601. */
  begun: string;
  ended: string;
}

interface Told extends Partial<TaskEnd> {
  done?: boolean;
}

export interface LoadOptions {
  /** The image of the driver. */
  image: string;
  /** Where callers go: where the card says, or where they have found it. */
  where: "card" | "origin";
  /** How many tasks of each kind there are at a time. */
  lanes: number;
}

/** Streaming and detached tasks that an agent has at any time. */
export interface FrameworkLoad {
  /** Waits until so many tasks of each kind have their fate. */
  waitForEnds: (count: number) => Promise<void>;
  /** Begins no more tasks, waits until the last one has its fate, and returns all there are. */
  stop: () => Promise<TaskEnd[]>;
}

/** The seconds that each task works: longer than a pod takes new tasks once it is told to go. */
const WORK_SECONDS = 12;

/** Each look is a process. */
const LOOK_MS = 2000;

/** The longest that a task takes from its beginning until its fate is told. */
const LONGEST_SECONDS = 120;

const isEnd = (told: Told): boolean => told.fate !== undefined;
const isBegin = (told: Told): boolean => told.task !== undefined && told.fate === undefined;

/** Starts a pod beside an agent that has tasks done by it. */
export async function startFrameworkLoad(
  namespace: string,
  agent: string,
  { image, lanes, where }: LoadOptions,
): Promise<FrameworkLoad> {
  const name = `${agent}-load`;
  const url = toUrl(namespace, agent);
  const args = ["framework-load.ts", url, where, String(lanes), String(WORK_SECONDS)];
  await startDriver(namespace, name, image, args);
  const look = async (): Promise<Told[]> => {
    await delay(LOOK_MS);
    return await readDriver<Told>(namespace, name);
  };
  return {
    async waitForEnds(count) {
      await waitFor(`the first tasks of '${agent}'`, LONGEST_SECONDS, async () => {
        const ends = (await look()).filter(isEnd);
        return ["streaming", "detached"].every(
          (kind) => ends.filter((end) => end.kind === kind).length >= count,
        );
      });
    },
    async stop() {
      await runInPod(namespace, name, "sh", "-c", "kill -USR2 1");
      const told = await waitFor(
        `the fate of every task of '${agent}'`,
        LONGEST_SECONDS,
        async () => {
          const now = await look();
          return now.some(({ done }) => done === true) && now;
        },
      );
      const ends = told.filter(isEnd) as TaskEnd[];
      if (ends.length !== told.filter(isBegin).length) {
        throw new Error(`Only ${ends.length} tasks of the load '${name}' have a fate.`);
      }
      return ends;
    },
  };
}

/** The tasks that were not completed, in the words of the driver. */
export function findLost(ends: readonly TaskEnd[]): string[] {
  return ends
    .filter(({ fate }) => fate !== "COMPLETED")
    .map(({ task, kind, fate, ended }) => `${ended} ${kind} task ${task}: ${fate}`);
}
