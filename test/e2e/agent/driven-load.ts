import { setTimeout as delay } from "node:timers/promises";
import { waitFor } from "../../cluster/wait-for.ts";
import { runInPod } from "../cluster-access.ts";
import { readDriver } from "./driver-pod.ts";

/** What became of a task. */
export interface TaskEnd {
  task: number;
  kind: "streaming" | "detached";
  fate: string;
  /** In ISO 8601. */
  begun: string;
  ended: string;
}

/** A line of a driver that has tasks done. */
export interface ToldByLoad extends Partial<TaskEnd> {
  phase?: string;
  done?: boolean;
}

/** Minutes are waited for, and each look is a process. */
const LOOK_MS = 2000;

/** A pod that has tasks done, and tells of the fate of each. */
export interface DrivenLoad {
  /** What it has told, a moment from now. */
  look: () => Promise<ToldByLoad[]>;
  /** Has it begin no more tasks. */
  stop: () => Promise<void>;
  /** Waits until the last task has its fate, and returns all there are. */
  waitForFates: (seconds: number) => Promise<TaskEnd[]>;
}

/** The load of a driver that was started. */
export function readDrivenLoad(namespace: string, name: string): DrivenLoad {
  const look = async (): Promise<ToldByLoad[]> => {
    await delay(LOOK_MS);
    return await readDriver<ToldByLoad>(namespace, name);
  };
  return {
    look,
    async stop() {
      await runInPod(namespace, name, "sh", "-c", "kill -USR2 1");
    },
    async waitForFates(seconds) {
      const told = await waitFor(`the fate of every task of '${name}'`, seconds, async () => {
        const now = await look();
        return now.some(({ done }) => done === true) && now;
      });
      const ends = told.filter(isEnd);
      if (ends.length !== told.filter(isBegin).length) {
        throw new Error(`Only ${ends.length} tasks of the load '${name}' have a fate.`);
      }
      return ends;
    },
  };
}

/** True for a line that tells the fate of a task. */
export function isEnd(told: ToldByLoad): told is TaskEnd {
  return told.fate !== undefined;
}

function isBegin(told: ToldByLoad): boolean {
  return told.task !== undefined && told.fate === undefined;
}

/** The tasks that were not completed, in the words of the driver. */
export function findLost(ends: readonly TaskEnd[]): string[] {
  return ends
    .filter(({ fate }) => fate !== "COMPLETED")
    .map(({ task, kind, fate, ended }) => `${ended} ${kind} task ${task}: ${fate}`);
}
