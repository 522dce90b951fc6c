import { setTimeout as delay } from "node:timers/promises";
import { waitFor } from "../../cluster/wait-for.ts";
import { readDriver, startDriver } from "../agent/driver-pod.ts";
import { MEAN_TASK_SECONDS } from "../agent/images/driver/task-lengths.ts";
import { runInPod } from "../cluster-access.ts";

/** A time with a pace: how long, and how many tasks begin in a second. */
export interface Phase {
  seconds: number;
  perSecond: number;
}

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
  phase?: string;
  done?: boolean;
}

/** Minutes are waited for, and each look is a process. */
const LOOK_MS = 2000;

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

const isEnd = (told: Told): boolean => told.fate !== undefined;
const isBegin = (told: Told): boolean => told.task !== undefined && told.fate === undefined;

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
  const read = async (): Promise<Told[]> => await readDriver<Told>(namespace, name);
  const lookAgain = async (): Promise<Told[]> => {
    await delay(LOOK_MS);
    return await read();
  };
  const secondsOf = (count: number): number =>
    phases.slice(0, count).reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    async waitForPhase(number) {
      await waitFor(`phase ${number} of the load`, secondsOf(number) + 60, async () => {
        return (await lookAgain()).filter(({ phase }) => phase !== undefined).length > number;
      });
    },
    async stop() {
      await runInPod(namespace, name, "sh", "-c", "kill -USR2 1");
    },
    async waitForEnd() {
      const seconds = secondsOf(phases.length) + LONGEST_SECONDS;
      const told = await waitFor("the fate of every task", seconds, async () => {
        const now = await lookAgain();
        return now.some(({ done }) => done === true) && now;
      });
      const ends = told.filter(isEnd) as TaskEnd[];
      if (ends.length !== told.filter(isBegin).length) {
        throw new Error(`Only ${ends.length} tasks of the load '${name}' have a fate.`);
      }
      return ends;
    },
  };
}

/** What is not as it should be: the tasks that were not completed, in the words of the driver. */
export function findLost(ends: readonly TaskEnd[]): string[] {
  return ends
    .filter(({ fate }) => fate !== "COMPLETED")
    .map(({ task, kind, fate, ended }) => `${ended} ${kind} task ${task}: ${fate}`);
}

/** The tasks that ran at some moment from one time to another. */
export function findTasksWithin(ends: readonly TaskEnd[], from: Date, to: Date): TaskEnd[] {
  return ends.filter(({ begun, ended }) => new Date(begun) < to && new Date(ended) > from);
}

/** How many pods a pace makes: by Little's law, pace by time is how many tasks run at once. */
export function toExpectedReplicas(perSecond: number, targetActiveTasks: number): number {
  return Math.ceil((perSecond * MEAN_TASK_SECONDS) / targetActiveTasks);
}
