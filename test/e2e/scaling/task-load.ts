import { waitFor } from "../../cluster/wait-for.ts";
import { readDrivenLoad, type TaskEnd } from "../agent/driven-load.ts";
import { startDriver } from "../agent/driver-pod.ts";
import { MEAN_TASK_SECONDS } from "../agent/images/driver/task-lengths.ts";

/** A time with a pace: how long, and how many tasks begin in a second. */
export interface Phase {
  seconds: number;
  perSecond: number;
}

/** The longest that a task takes from its beginning until its fate is told. */
const LONGEST_SECONDS = 150;

/** Tasks that a driver begins at its own pace. */
export interface TaskLoad {
  /** Waits for a phase by its number; the one after the last begins no tasks. */
  waitForPhase: (number: number) => Promise<void>;
  /** Has it begin no more tasks. */
  stop: () => Promise<void>;
  /** Waits until the last task has its fate, and returns all there are. */
  waitForEnd: () => Promise<TaskEnd[]>;
}

/** Starts a pod beside an agent that has tasks done by it, of 5 to 60 s each. */
export async function startTaskLoad(
  namespace: string,
  agent: string,
  image: string,
  phases: readonly Phase[],
): Promise<TaskLoad> {
  const name = `${agent}-load`;
  const url = `http://${agent}.${namespace}.svc.cluster.local:8000`;
  const words = phases.map(({ seconds, perSecond }) => `${seconds}@${perSecond}`);
  await startDriver(namespace, name, image, ["scaling-load.ts", url, ...words]);
  const load = readDrivenLoad(namespace, name);
  const secondsOf = (count: number): number =>
    phases.slice(0, count).reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    async waitForPhase(number) {
      await waitFor(`phase ${number} of the load`, secondsOf(number) + 60, async () => {
        return (await load.look()).filter(({ phase }) => phase !== undefined).length > number;
      });
    },
    stop: load.stop,
    waitForEnd: async () => await load.waitForFates(secondsOf(phases.length) + LONGEST_SECONDS),
  };
}

/** The tasks that ran at some moment from one time to another. */
export function findTasksWithin(ends: readonly TaskEnd[], from: Date, to: Date): TaskEnd[] {
  return ends.filter(({ begun, ended }) => new Date(begun) < to && new Date(ended) > from);
}

/** How many pods a pace makes: by Little's law, pace by time is how many tasks run at once. */
export function toExpectedReplicas(perSecond: number, targetActiveTasks: number): number {
  return Math.ceil((perSecond * MEAN_TASK_SECONDS) / targetActiveTasks);
}
