import { type StreamResponse, type Task, TaskStatus } from "@a2a-js/sdk";
import type { Client } from "@a2a-js/sdk/client";
import type { Clock } from "../clock.js";
import { fromWireState, isIdle } from "../tasks/task-state.js";
import { wait } from "./wait.js";

/** A quick task is found to be done soon; a long one costs few requests. */
const FIRST_DELAY_MS = 250;
const DELAY_FACTOR = 1.5;
const MAX_DELAY_MS = 5_000;

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
  for (let delayMs = FIRST_DELAY_MS; !signal.aborted;) {
    if (isIdle(fromWireState(task.status?.state))) {
      yield { payload: { $case: "task", value: task } };
      return;
    }
    const status = JSON.stringify(task.status && TaskStatus.toJSON(task.status));
    if (status !== told) {
      told = status;
      yield { payload: { $case: "task", value: { ...task, artifacts: [] } } };
    }
    await wait(clock, delayMs, signal);
    delayMs = Math.min(delayMs * DELAY_FACTOR, MAX_DELAY_MS);
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
