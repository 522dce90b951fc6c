import type { CancelTaskRequest, Task } from "@a2a-js/sdk";
import { TaskNotCancelableError } from "@a2a-js/sdk/errors";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { Clock } from "../clock.js";
import { getState } from "../tasks/task-record.js";
import { isTerminal } from "../tasks/task-state.js";
import { toCallerError, UpstreamError } from "../upstream/upstream-error.js";
import type { AgentCalls } from "./agent-calls.js";
import { fromTask } from "./seen-task.js";
import type { TaskTracker } from "./task-tracker.js";

/** An agent that can cancel says so soon. Some take the request when the task is over. */
const CANCEL_TIMEOUT_MS = 10_000;

export interface CancelTaskOptions {
  calls: Pick<AgentCalls, "cancelTask" | "toOptions">;
  tracker: Pick<TaskTracker, "see">;
  clock: Clock;
}

/**
 * Has the agent cancel a task, and says what came of it: an agent that finishes the task instead, or does
 * not look at the request while it works, has cancelled nothing.
 *
 * @throws TaskNotCancelableError, what the agent refuses it with, RefusedError when it gives no answer.
 */
export async function cancelTask(
  request: CancelTaskRequest,
  context: ServerCallContext,
  { calls, clock, tracker }: CancelTaskOptions,
): Promise<Task> {
  const timeout = new AbortController();
  const cancelTimer = clock.startTimer(CANCEL_TIMEOUT_MS, () => {
    timeout.abort();
  });
  let task: Task;
  try {
    task = await calls.cancelTask(request, calls.toOptions(context, timeout.signal));
  } catch (error) {
    if (error instanceof UpstreamError && error.failure === "aborted") {
      throw new TaskNotCancelableError(
        `Task ${request.id} goes on: the agent has not answered the request to cancel it within ` +
          `${CANCEL_TIMEOUT_MS / 1000} s.`,
      );
    }
    throw toCallerError(error);
  } finally {
    cancelTimer();
  }
  tracker.see(fromTask(task));
  const state = getState(task);
  if (isTerminal(state) && state !== "CANCELED") {
    throw new TaskNotCancelableError(
      `Task ${request.id} was not cancelled: the agent has ended it (${state}) instead.`,
    );
  }
  return task;
}
