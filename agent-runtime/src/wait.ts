import type { Clock } from "./clock.js";

/** Resolves after a time, or as soon as the signal is aborted. */
export function wait(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      cancelTimer();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancelTimer = clock.startTimer(delayMs, end);
    signal.addEventListener("abort", end, { once: true });
  });
}
