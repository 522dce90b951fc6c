import type { StreamResponse } from "@a2a-js/sdk";
import type { Client } from "@a2a-js/sdk/client";
import type { PeerEvent } from "./peer.js";
import { toPeerEvents } from "./peer-events.js";

/** Telling a peer that nobody waits any more holds nothing up. */
const CANCEL_TIMEOUT_MS = 5_000;

/** True when the signal is aborted before the promise is settled. */
export function isAbortedBefore(
  promise: Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return new Promise((resolve) => {
    const onAbort = (): void => {
      resolve(true);
    };
    const onSettled = (): void => {
      signal?.removeEventListener("abort", onAbort);
      resolve(false);
    };
    promise.then(onSettled, onSettled);
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted === true) {
      resolve(true);
    }
  });
}

/**
 * Cancels what a peer works on for nobody. A task that has just been sent is not known by its id
 * before the first response.
 */
export async function abandon(
  client: Client,
  next: Promise<IteratorResult<StreamResponse, void>>,
  last: PeerEvent | undefined,
  connection: AbortController,
): Promise<void> {
  const timeout = AbortSignal.timeout(CANCEL_TIMEOUT_MS);
  timeout.addEventListener("abort", () => {
    connection.abort();
  });
  try {
    const event = last ?? (await readFirstEvent(next));
    if (event !== undefined && event.type !== "message") {
      await client.cancelTask(
        { id: event.taskId, tenant: "", metadata: undefined },
        { signal: timeout },
      );
    }
  } catch {
    // The task may have ended, or the peer be gone.
  } finally {
    connection.abort();
    next.catch(() => undefined);
  }
}

async function readFirstEvent(
  next: Promise<IteratorResult<StreamResponse, void>>,
): Promise<PeerEvent | undefined> {
  const { value } = await next;
  return value === undefined ? undefined : toPeerEvents(value)[0];
}
