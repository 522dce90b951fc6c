import type { SendMessageRequest, StreamResponse } from "@a2a-js/sdk";
import type { Client } from "@a2a-js/sdk/client";
import type { Clock } from "../clock.js";
import type { ErrorReason } from "../errors.js";
import { followTask } from "./follow-task.js";
import type { LastCall } from "./peer-fetch.js";
import { getErrorReason } from "./peer-failure.js";
import { wait } from "./wait.js";

/** A replica that goes away says so before it begins anything: another one takes the message. */
const DRAINING: ErrorReason = "AGENT_DRAINING";

/** How often a message is sent again to a peer that asks for patience. */
const MAX_RETRIES = 3;

/** A peer that asks for more patience than this has none of ours. */
const MAX_RETRY_AFTER_MS = 10_000;

/** What says "later": too many requests, and no service. */
const LATER_STATUSES = [429, 503];

export interface SendOptions {
  client: Client;
  /** The peer says on its card that it streams. */
  isStreaming: boolean;
  last: LastCall;
  clock: Clock;
  /** Cuts the connection. */
  signal: AbortSignal;
  /** Nobody waits for an answer any more: what was sent is seen through, nothing is sent again. */
  giveUp: AbortSignal | undefined;
}

/**
 * Sends a message and yields what comes back. It is sent again when the peer says that it has not
 * begun anything: at once when a replica goes away, else when the peer says.
 */
export async function* sendMessage(
  request: SendMessageRequest,
  options: SendOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  const { clock, giveUp, last, signal } = options;
  const stop = giveUp === undefined ? signal : AbortSignal.any([signal, giveUp]);
  for (let retries = 0; ; retries += 1) {
    let hasAnswered = false;
    try {
      for await (const response of sendOnce(request, options)) {
        hasAnswered = true;
        yield response;
      }
      return;
    } catch (error) {
      const delayMs = hasAnswered ? undefined : toDelayMs(error, last, retries);
      if (delayMs === undefined) {
        throw error;
      }
      await wait(clock, delayMs, stop);
      if (stop.aborted) {
        throw error;
      }
    }
  }
}

/**
 * A peer that does not stream is asked to answer at once, and asked again how its task goes: so it
 * can be told by its id that nobody waits any more.
 */
async function* sendOnce(
  request: SendMessageRequest,
  options: SendOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  const { client, isStreaming, signal } = options;
  if (isStreaming) {
    yield* client.sendMessageStream(request, { signal });
    return;
  }
  const configuration = { ...request.configuration, returnImmediately: true };
  const answer = await client.sendMessage({ ...request, configuration } as SendMessageRequest, {
    signal,
  });
  if ("messageId" in answer) {
    yield { payload: { $case: "message", value: answer } };
  } else {
    yield* followTask(answer, options);
  }
}

function toDelayMs(
  error: unknown,
  { retryAfterMs, status = 0 }: LastCall,
  retries: number,
): number | undefined {
  if (getErrorReason(error) === DRAINING) {
    return retries === 0 ? 0 : undefined;
  }
  const isLater = LATER_STATUSES.includes(status) && retryAfterMs !== undefined;
  return isLater && retryAfterMs <= MAX_RETRY_AFTER_MS && retries < MAX_RETRIES
    ? retryAfterMs
    : undefined;
}
