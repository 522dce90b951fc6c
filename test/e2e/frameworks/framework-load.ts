import { waitFor } from "../../cluster/wait-for.ts";
import { isEnd, readDrivenLoad, type TaskEnd } from "../agent/driven-load.ts";
import { startDriver } from "../agent/driver-pod.ts";
import { toUrl } from "./framework-agents.ts";

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

/** The longest that a task takes from its beginning until its fate is told. */
const LONGEST_SECONDS = 120;

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
  const load = readDrivenLoad(namespace, name);
  return {
    async waitForEnds(count) {
      await waitFor(`the first tasks of '${agent}'`, LONGEST_SECONDS, async () => {
        const ends = (await load.look()).filter(isEnd);
        return ["streaming", "detached"].every(
          (kind) => ends.filter((end) => end.kind === kind).length >= count,
        );
      });
    },
    async stop() {
      await load.stop();
      return await load.waitForFates(LONGEST_SECONDS);
    },
  };
}
