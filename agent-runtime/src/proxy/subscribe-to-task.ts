import type { StreamResponse, Task } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import { getState } from "../tasks/task-record.js";
import { isIdle } from "../tasks/task-state.js";
import { toCallerError } from "../upstream/upstream-error.js";
import { wait } from "../wait.js";
import type { AgentCalls } from "./agent-calls.js";
import { fromEvent } from "./seen-task.js";
import { createStreamShape } from "./stream-shape.js";
import type { TaskTracker } from "./task-tracker.js";
import { TaskLostError, watchTask } from "./watch-task.js";

/** So soon after the deadline of a drain it is known how a task has ended. */
const LAST_READ_MS = 100;

export interface SubscribeOptions {
  calls: Pick<AgentCalls, "subscribe">;
  tracker: Pick<TaskTracker, "abortSignal" | "see">;
  clock: Clock;
  log: AgentLog;
  maxSilenceMs: number;
}

export interface Subscription {
  /** The task as it is now. */
  task: Task;
  context: ServerCallContext;
  /** Reads it again. */
  getTask: (signal?: AbortSignal) => Promise<Task>;
  /** Aborted when the caller goes away. */
  callerSignal: AbortSignal | undefined;
}

/**
 * The task as it is now, then every change until it has ended or waits (A2A 1.0, section 3.1.6). The task
 * is told first whether the agent does so or not, and never twice. Where the agent has no such stream, or
 * ends it before, the task is asked for again and again.
 *
 * @throws RefusedError and errors of A2A when nobody knows the task any more.
 */
export async function* subscribeToTask(
  { callerSignal, context, getTask, task }: Subscription,
  options: SubscribeOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  const { calls, clock, log, tracker } = options;
  const shape = createStreamShape({ message: undefined, historyLength: undefined });
  yield* shape.takeTask(task);
  if (isIdle(getState(task))) {
    return;
  }
  const end = new AbortController();
  const signals = callerSignal === undefined ? [] : [callerSignal];
  const signal = AbortSignal.any([end.signal, tracker.abortSignal, ...signals]);
  try {
    try {
      for await (const event of calls.subscribe(task.id, context, signal)) {
        const seen = fromEvent(event);
        if (seen !== undefined && event.payload?.$case !== "artifactUpdate") {
          tracker.see(seen);
        }
        yield* shape.take(event);
        if (seen !== undefined && isIdle(seen.state)) {
          return;
        }
      }
    } catch (error) {
      log.debug({ taskId: task.id, err: error }, "The agent does not stream a task to its end");
    }
    for await (const next of watchTask(task, { ...options, getTask, signal })) {
      yield* shape.takeTask(next);
      if (isIdle(getState(next))) {
        return;
      }
    }
    if (tracker.abortSignal.aborted) {
      await wait(clock, LAST_READ_MS, callerSignal ?? end.signal);
      yield* shape.takeTask(await getTask());
    }
  } catch (error) {
    throw toCallerError(error instanceof TaskLostError ? error.cause : error);
  } finally {
    // What listens to it is kept until it is aborted.
    end.abort();
  }
}
