import type { TaskStore } from "../tasks/task-store.js";
import { isIdle } from "../tasks/task-state.js";
import { getState } from "../tasks/task-record.js";
import type { AgentCalls } from "./agent-calls.js";
import type { EndedTask, TaskTracker } from "./task-tracker.js";

/** The latest ones: those that a caller may still ask for. */
const MAX_TASKS = 1_000;

/** So many are read at a time. */
const MAX_READERS = 8;

/** The agent is about to go, and the process after it. */
const TIMEOUT_MS = 3_000;

export interface CollectOptions {
  tracker: Pick<TaskTracker, "getEnded">;
  records: Pick<TaskStore, "add">;
  calls: Pick<AgentCalls, "getTask">;
  /** Ends it early. */
  cut: AbortSignal;
}

/**
 * Reads the tasks from the agent that have ended or wait, so that they can be handed over: the agent takes
 * them along when it goes. Takes 3 seconds at most; what could not be read by then is lost with the agent.
 */
export async function collectEndedTasks(options: CollectOptions): Promise<void> {
  const signal = AbortSignal.any([options.cut, AbortSignal.timeout(TIMEOUT_MS)]);
  const ended = take(options.tracker.getEnded(), MAX_TASKS);
  const readers = Array.from({ length: MAX_READERS }, () => readEach(ended, options, signal));
  await Promise.race([Promise.all(readers), untilAborted(signal)]);
}

async function readEach(
  ended: Iterable<EndedTask>,
  { calls, records }: CollectOptions,
  signal: AbortSignal,
): Promise<void> {
  for (const { scope, taskId, tenant } of ended) {
    if (signal.aborted) {
      return;
    }
    try {
      const task = await calls.getTask(taskId, { tenant });
      if (isIdle(getState(task))) {
        await records.add(task, scope);
      }
    } catch {
      // The agent does not know it any more: then it is among the records, or nobody knows it.
    }
  }
}

/** One for all readers: each task is read once. */
function* take<Item>(items: Iterable<Item>, limit: number): Generator<Item, void, undefined> {
  let count = 0;
  for (const item of items) {
    if (count === limit) {
      return;
    }
    count += 1;
    yield item;
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      resolve();
    });
  });
}
