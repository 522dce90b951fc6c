import type { Clock } from "../clock.js";

/** Until when a run may last. Of several times the one counts that is over first. */
export interface RunDeadline {
  /** Has something done when a time is over, from now on, unless another one is over before it. */
  start: (timeMs: number, onOver: () => void) => void;
  /** What is left of the time; undefined where there is none. */
  getRemainingMs: () => number | undefined;
  /** Nothing is done when the time is over. */
  cancel: () => void;
}

/** Makes the deadline of a run. Without a time it has no timer. */
export function createRunDeadline(clock: Clock): RunDeadline {
  let endMs: number | undefined;
  let cancelTimer: (() => void) | undefined;
  return {
    start: (timeMs, onOver) => {
      const nextMs = clock.elapsedMs() + timeMs;
      if (endMs === undefined || nextMs < endMs) {
        endMs = nextMs;
        cancelTimer?.();
        cancelTimer = clock.startTimer(timeMs, onOver);
      }
    },
    getRemainingMs: () => (endMs === undefined ? undefined : endMs - clock.elapsedMs()),
    cancel: () => {
      cancelTimer?.();
    },
  };
}
