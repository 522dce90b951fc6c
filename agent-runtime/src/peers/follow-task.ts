import { type StreamResponse, type Task, TaskStatus } from "@a2a-js/sdk";
import type { Client } from "@a2a-js/sdk/client";
import type { Clock } from "../clock.js";
import { createPollDelay } from "../tasks/poll-delay.js";
import { fromWireState, isIdle } from "../tasks/task-state.js";
import { wait } from "../wait.js";

/** One request may get lost, or find a replica that does not know the task; so many in a row not. */
const MAX_LOST_REQUESTS = 5;

export interface FollowOptions {
  client: Pick<Client, "getTask">;
  clock: Clock;
  /** Stops asking when it is aborted. */
  signal: AbortSignal;
}

/**
 * Yields how a task goes, by asking for it again and again until it has ended or waits. What it has
 * made comes with the last one: what is not done yet would come anew each time.
 */
export async function* followTask(
  first: Task,
  { client, clock, signal }: FollowOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  const request = { id: first.id, tenant: "", historyLength: 0 };
  let task = first;
  let told = "";
  let lostRequests = 0;
  const delay = createPollDelay();
  while (!signal.aborted) {
    if (isIdle(fromWireState(task.status?.state))) {
      yield { payload: { $case: "task", value: task } };
      return;
    }
    const status = JSON.stringify(task.status && TaskStatus.toJSON(task.status));
    if (status !== told) {
      told = status;
      yield { payload: { $case: "task", value: { ...task, artifacts: [] } } };
    }
    await wait(clock, delay.nextMs(), signal);
    try {
      task = await client.getTask(request, { signal });
      lostRequests = 0;
    } catch (error) {
      lostRequests += 1;
      if (lostRequests > MAX_LOST_REQUESTS) {
        throw error;
      }
    }
  }
}
