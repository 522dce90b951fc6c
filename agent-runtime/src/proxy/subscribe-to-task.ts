import type { StreamResponse, Task } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import { isIdle } from "../tasks/task-state.js";
import { toCallerError } from "../upstream/upstream-error.js";
import type { AgentCalls } from "./agent-calls.js";
import { toUpdates } from "./follow-work.js";
import { fromEvent } from "./seen-task.js";
import type { TaskTracker } from "./task-tracker.js";

export interface SubscribeOptions {
  calls: Pick<AgentCalls, "subscribe">;
  tracker: Pick<TaskTracker, "abortSignal" | "see">;
}

/**
 * The task as it is now, then every change until it has ended or waits (A2A 1.0, section 3.1.6). The task
 * is told first whether the agent does so or not, and never twice.
 *
 * @throws what the agent refuses it with, RefusedError when it breaks off.
 */
export async function* subscribeToTask(
  task: Task,
  context: ServerCallContext,
  { calls, tracker }: SubscribeOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  const end = new AbortController();
  const signal = AbortSignal.any([end.signal, tracker.abortSignal]);
  yield { payload: { $case: "task", value: task } };
  try {
    for await (const event of calls.subscribe(task.id, context, signal)) {
      const seen = fromEvent(event);
      const { payload } = event;
      if (seen !== undefined && payload?.$case !== "artifactUpdate") {
        tracker.see(seen);
      }
      if (payload?.$case === "task") {
        yield* toUpdates(payload.value);
      } else {
        yield event;
      }
      if (seen !== undefined && isIdle(seen.state)) {
        return;
      }
    }
  } catch (error) {
    throw toCallerError(error);
  } finally {
    end.abort();
  }
}
