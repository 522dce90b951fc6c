import { type Clock, MAX_TIMER_SECONDS } from "../clock.js";

const MAX_TIMEOUT_MS = MAX_TIMER_SECONDS * 1000;

/** Until when a call may last. */
export interface CallDeadline {
  /** Aborted when the caller gives up, for its own reason or since the time is over. */
  signal: AbortSignal | undefined;
  /** What is left of the time. Undefined: as much as it takes. */
  getRemainingMs: () => number | undefined;
  /** Ends the count. */
  clear: () => void;
}

export interface CallDeadlineOptions {
  peer: string;
  clock: Clock;
  signal: AbortSignal | undefined;
  timeoutMs: number | undefined;
}

/**
 * Counts the time that a call has, from now on.
 *
 * @throws RangeError when it is no time that can be counted.
 */
export function startCallDeadline(options: CallDeadlineOptions): CallDeadline {
  const { clock, peer, signal, timeoutMs } = options;
  if (timeoutMs === undefined) {
    return { signal, getRemainingMs: () => undefined, clear: () => undefined };
  }
  if (!(timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS)) {
    throw new RangeError(
      `'timeoutMs' (${timeoutMs}) must be more than 0, and at most ${MAX_TIMEOUT_MS}.`,
    );
  }
  const endMs = clock.elapsedMs() + timeoutMs;
  const timeout = new AbortController();
  const clear = clock.startTimer(timeoutMs, () => {
    const text = `Peer ${peer} has not answered within ${Math.round(timeoutMs)} ms.`;
    timeout.abort(new DOMException(text, "TimeoutError"));
  });
  return {
    signal: signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]),
    getRemainingMs: () => endMs - clock.elapsedMs(),
    clear,
  };
}
