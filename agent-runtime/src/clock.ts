import type { DrainClock } from "./drain.js";

/** Where time comes from. */
export interface Clock extends DrainClock {
  /** The time of day. */
  now: () => Date;
  /** Milliseconds since some moment; they never go back. */
  elapsedMs: () => number;
}

/** The longest that a timer of Node can wait: one of more fires at once. */
export const MAX_TIMER_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

/** The clock of the machine. A timer keeps the process alive until it fires or is cancelled. */
export const systemClock: Clock = {
  startTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
  now: () => new Date(),
  elapsedMs: () => performance.now(),
};
