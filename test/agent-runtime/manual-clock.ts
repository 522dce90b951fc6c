import type { Clock } from "../../agent-runtime/src/clock.ts";

/** When a manual clock begins. */
const BEGINNING = Date.parse("2026-01-01T00:00:00.000Z");

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  readonly nowMs: number;
  /** How many timers have not fired and were not cancelled. */
  readonly pendingTimers: number;
  /** Lets time pass and fires what becomes due, in order. */
  advance: (ms: number) => void;
}

export function createManualClock(): ManualClock {
  let nowMs = 0;
  const timers = new Map<() => void, number>();
  const findNext = (untilMs: number): [() => void, number] | undefined =>
    [...timers].filter(([, dueMs]) => dueMs <= untilMs).sort(([, a], [, b]) => a - b)[0];
  return {
    get nowMs() {
      return nowMs;
    },
    get pendingTimers() {
      return timers.size;
    },
    now: () => new Date(BEGINNING + nowMs),
    elapsedMs: () => nowMs,
    startTimer(delayMs, callback) {
      // A wrapper of its own: one callback may wait in two timers.
      const fire = (): void => {
        callback();
      };
      timers.set(fire, nowMs + delayMs);
      return () => timers.delete(fire);
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (let next = findNext(untilMs); next !== undefined; next = findNext(untilMs)) {
        const [fire, dueMs] = next;
        timers.delete(fire);
        nowMs = dueMs;
        fire();
      }
      nowMs = untilMs;
    },
  };
}
