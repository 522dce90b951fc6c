import type { DrainClock } from "../drain.js";

/**
 * Resolves to what the promise does.
 *
 * @throws Error when that takes longer. What the promise waits for goes on.
 */
export function waitAtMost<Value>(
  timeoutMs: number,
  promise: Promise<Value>,
  clock: DrainClock,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancelTimer = clock.startTimer(timeoutMs, () => {
      reject(new Error(`There was no answer within ${timeoutMs} ms.`));
    });
    promise.finally(cancelTimer).then(resolve, reject);
  });
}
