import { type ServerCallContext, STATE_HEADERS_KEY } from "@a2a-js/sdk/server";
import type { IncomingHttpHeaders } from "node:http";
import { MAX_TIMER_SECONDS } from "../clock.js";

/**
 * The header by which a caller says how many milliseconds it waits for the answer to a message, from when
 * the message arrives: a time that passes needs no clocks that agree. A2A has none, and HTTP neither; that of
 * gRPC (`grpc-timeout`) is for its own calls.
 */
export const TIMEOUT_HEADER = "berth-timeout-ms";

const MAX_TIMEOUT_MS = MAX_TIMER_SECONDS * 1000;

/** The value of the header: a whole number. What is over by now has a millisecond left. */
export function toTimeoutText(timeoutMs: number): string {
  return String(Math.max(1, Math.floor(timeoutMs)));
}

/**
 * Reads the value of the header. Undefined where it says nothing: there is none, it is no whole number above
 * 0, or so great a one that nobody waits for it.
 */
export function parseTimeoutMs(value: string | string[] | undefined): number | undefined {
  if (typeof value !== "string" || !/^\d{1,15}$/.test(value)) {
    return undefined;
  }
  const timeoutMs = Number(value);
  return timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS ? timeoutMs : undefined;
}

/** How long the caller waits for the answer, where it says so. */
export function getTimeoutMs({ state }: ServerCallContext): number | undefined {
  const headers = (state.get(STATE_HEADERS_KEY) ?? {}) as IncomingHttpHeaders;
  return parseTimeoutMs(headers[TIMEOUT_HEADER]);
}
