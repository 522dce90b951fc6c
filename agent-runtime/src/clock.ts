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

/**
 * The clock of the machine. A timer keeps the process alive until it fires or is cancelled.
 *
 * What has arrived before a timer is due is read before it fires: a process that got no processor time for
 * a while would else refuse a message that came in time, or cut the connection that it came on.
 */
export const systemClock: Clock = {
  startTimer(delayMs, callback) {
    let fire: NodeJS.Immediate | undefined;
    const timer = setTimeout(() => {
      // Timers come before sockets in a turn of the event loop, and this comes after them.
      fire = setImmediate(callback);
    }, delayMs);
    return () => {
      clearTimeout(timer);
      clearImmediate(fire);
    };
  },
  now: () => new Date(),
  elapsedMs: () => performance.now(),
};
