import type { SendMessageRequest, StreamResponse } from "@a2a-js/sdk";
import type { Client } from "@a2a-js/sdk/client";
import type { Clock } from "../clock.js";
import type { ErrorReason } from "../errors.js";
import { wait } from "../wait.js";
import { followTask } from "./follow-task.js";
import type { LastCall } from "./peer-fetch.js";
import { getErrorReason } from "./peer-failure.js";
import { DRAIN_RETRY_DELAYS_MS } from "./retry-delays.js";

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
  /** Has the next call go out on a new connection. */
  renew: () => void;
  clock: Clock;
  /** Cuts the connection. */
  signal: AbortSignal;
  /** Nobody waits for an answer any more: what was sent is seen through, nothing is sent again. */
  giveUp: AbortSignal | undefined;
}

/**
 * Sends a message and yields what comes back. It is sent again when the peer says that it has not
 * begun anything: at once when a replica goes away, else when the peer says. Each time it goes out on a new
 * connection: another replica may take it, while the one that said no stays as it is for a while.
 */
export async function* sendMessage(
  request: SendMessageRequest,
  options: SendOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  const { clock, giveUp, last, renew, signal } = options;
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
      renew();
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
    return DRAIN_RETRY_DELAYS_MS[retries];
  }
  const isLater = LATER_STATUSES.includes(status) && retryAfterMs !== undefined;
  return isLater && retryAfterMs <= MAX_RETRY_AFTER_MS && retries < MAX_RETRIES
    ? retryAfterMs
    : undefined;
}
