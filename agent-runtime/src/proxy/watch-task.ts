import { type Task, TaskStatus } from "@a2a-js/sdk";
import { TaskNotFoundError, UnsupportedOperationError } from "@a2a-js/sdk/errors";
import type { Clock } from "../clock.js";
import { createPollDelay } from "../tasks/poll-delay.js";
import { getState } from "../tasks/task-record.js";
import { isIdle } from "../tasks/task-state.js";
import { toCallerError, UpstreamError } from "../upstream/upstream-error.js";
import { wait } from "../wait.js";

/** An answer that has not come by then may never come: the next one may. */
const POLL_TIMEOUT_MS = 30_000;

/** One of several processes of an agent may not know a task of another one; not so often in a row. */
const MAX_UNKNOWN = 5;

/** An agent that restarts is back by then, or its tasks are not. */
const MAX_UNREACHABLE_MS = 30_000;

/** The agent does not know the task any more, or has gone. */
export class TaskLostError extends Error {
  constructor(cause: unknown) {
    super("The agent does not know the task any more.", { cause });
    this.name = "TaskLostError";
  }
}

export interface WatchOptions {
  /** Reads the task as it is now. */
  getTask: (signal: AbortSignal) => Promise<Task>;
  clock: Clock;
  /** Ends the watch when it is aborted. */
  signal: AbortSignal;
  /** For how long a task may stay as it is. */
  maxSilenceMs: number;
}

/**
 * Yields how a task goes, by reading it again and again until it has ended or waits. Only its last state
 * comes with what was made: what is not done yet would come anew each time.
 *
 * An agent that is busy, slow or refuses to say has not lost the task. It ends without an idle task when
 * the signal is aborted, and when nothing has changed for too long.
 *
 * @throws TaskLostError.
 */
export async function* watchTask(
  first: Task,
  { clock, getTask, maxSilenceMs, signal }: WatchOptions,
): AsyncGenerator<Task, void, undefined> {
  let told = toText(first);
  let changedMs = clock.elapsedMs();
  let unreachableSinceMs: number | undefined;
  let unknownCount = 0;
  const delay = createPollDelay();
  for (;;) {
    await wait(clock, delay.nextMs(), signal);
    if (signal.aborted || clock.elapsedMs() - changedMs > maxSilenceMs) {
      return;
    }
    let task: Task;
    try {
      task = await readInTime(getTask, clock, signal);
      unreachableSinceMs = undefined;
      unknownCount = 0;
    } catch (error) {
      const isUnreachable = error instanceof UpstreamError && error.failure === "unreachable";
      unreachableSinceMs = isUnreachable ? (unreachableSinceMs ?? clock.elapsedMs()) : undefined;
      unknownCount = isUnknown(error) ? unknownCount + 1 : 0;
      const unreachableMs = clock.elapsedMs() - (unreachableSinceMs ?? Infinity);
      if (unknownCount > MAX_UNKNOWN || unreachableMs > MAX_UNREACHABLE_MS) {
        throw new TaskLostError(error);
      }
      if (isUnreachable || unknownCount > 0) {
        // Whether it is lost is soon known.
        delay.reset();
      }
      continue;
    }
    if (isIdle(getState(task))) {
      yield task;
      return;
    }
    const text = toText(task);
    if (text !== told) {
      told = text;
      changedMs = clock.elapsedMs();
      yield { ...task, artifacts: [] };
    }
  }
}

async function readInTime(
  getTask: WatchOptions["getTask"],
  clock: Clock,
  signal: AbortSignal,
): Promise<Task> {
  const cut = new AbortController();
  const giveUp = (): void => {
    cut.abort();
  };
  const cancelTimer = clock.startTimer(POLL_TIMEOUT_MS, giveUp);
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await getTask(cut.signal);
  } finally {
    cancelTimer();
    signal.removeEventListener("abort", giveUp);
  }
}

/** The agent says that there is no such task, or that it never tells. */
function isUnknown(error: unknown): boolean {
  const said = toCallerError(error);
  return said instanceof TaskNotFoundError || said instanceof UnsupportedOperationError;
}

function toText({ status }: Task): string {
  return JSON.stringify(status && TaskStatus.toJSON(status));
}
