import type { Task } from "@a2a-js/sdk";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import { getState, withStatus } from "../tasks/task-record.js";
import { isIdle } from "../tasks/task-state.js";
import type { TaskScope, TaskStore } from "../tasks/task-store.js";
import type { AgentCalls, Asking } from "./agent-calls.js";
import { createLossUpdate, type Loss, RESTART, TERMINATION } from "./lost-task.js";
import { fromTask } from "./seen-task.js";
import type { TrackedWork } from "./tracked-work.js";
import { TaskLostError, watchTask } from "./watch-task.js";

export interface FollowWorkOptions {
  calls: Pick<AgentCalls, "getTask">;
  /** Takes the tasks that the agent does not know any more. */
  records: Pick<TaskStore, "save">;
  clock: Clock;
  log: AgentLog;
  /** Aborted when what runs is not waited for any longer. */
  signal: AbortSignal;
  /** For how long a task may stay as it is while nobody watches it. */
  maxSilenceMs: number;
}

/** Whose work it is. */
export interface FollowedWork {
  work: TrackedWork;
  /** Undefined when it is not known whose task it is. */
  scope: TaskScope | undefined;
  asking: Asking;
}

/**
 * Sees a task through that nobody watches: asks the agent again and again, as its caller, until the task
 * has ended or waits. Yields each change, and the whole task at the end. A task that the agent has lost
 * ends as `FAILED`, and is kept as that. One that has not changed for too long is not counted any more,
 * and stays as it is.
 */
export async function* followWork(
  first: Task,
  followed: FollowedWork,
  options: FollowWorkOptions,
): AsyncGenerator<Task, void, undefined> {
  const { asking, work } = followed;
  const { calls, log, maxSilenceMs, signal } = options;
  let task = first;
  let isLost = false;
  try {
    const getTask = (cut: AbortSignal): Promise<Task> => calls.getTask(first.id, asking, 0, cut);
    for await (const next of watchTask(first, { ...options, getTask })) {
      task = next;
      work.see(fromTask(task));
      if (isIdle(getState(task))) {
        // Also where it tells of it by another id.
        work.end(getState(task));
      }
      yield task;
    }
  } catch (error) {
    if (!(error instanceof TaskLostError)) {
      throw error;
    }
    log.warn({ taskId: task.id, err: error }, "The agent has lost a task");
    isLost = true;
  }
  if (work.isOver) {
    return;
  }
  if (isLost || signal.aborted) {
    yield await loseTask(task, isLost ? RESTART : TERMINATION, followed, options);
    return;
  }
  log.warn({ taskId: task.id, maxSilenceMs }, "A task has not changed for too long");
  work.end("FAILED");
}

/** Ends a task that the agent has lost, and keeps it as that. */
export async function loseTask(
  task: Task,
  loss: Loss,
  { scope, work }: Pick<FollowedWork, "scope" | "work">,
  { clock, records }: Pick<FollowWorkOptions, "clock" | "records">,
): Promise<Task> {
  const lost = withStatus(task, createLossUpdate(task, loss, clock.now()));
  if (scope !== undefined) {
    await records.save(lost, scope);
  }
  work.see(fromTask(lost));
  work.end(getState(lost));
  return lost;
}
