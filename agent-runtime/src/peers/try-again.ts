import type { Clock } from "../clock.js";
import { wait } from "../wait.js";
import { PeerConnectionError } from "./peer-connection-error.js";
import { CONNECT_RETRY_DELAYS_MS } from "./retry-delays.js";

/** Why a connection may come about the next time: it may then be to another replica. */
const PASSING_CODES: readonly unknown[] = [
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
];

/** Of a call that nobody gives up. */
const NEVER = new AbortController().signal;

/**
 * Sends something, and sends it again as long as nothing was sent for want of a connection.
 *
 * @throws PeerConnectionError when there is still none, or whatever else went wrong.
 */
export async function tryAgain<Answer>(
  send: () => Promise<Answer>,
  clock: Clock,
  signal: AbortSignal | null | undefined,
): Promise<Answer> {
  for (const delayMs of CONNECT_RETRY_DELAYS_MS) {
    try {
      return await send();
    } catch (error) {
      if (!isPassing(error)) {
        throw error;
      }
    }
    await wait(clock, delayMs, signal ?? NEVER);
  }
  return await send();
}

/** Nothing was sent, and another replica may be there. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof PeerConnectionError) || error.wasConnected) {
    return false;
  }
  const { code } = error.cause as NodeJS.ErrnoException;
  return PASSING_CODES.includes(code);
}
