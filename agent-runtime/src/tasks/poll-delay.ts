const FIRST_MS = 250;
const FACTOR = 1.5;
const MAX_MS = 5_000;

/** Says how long to wait before a task is asked for again. */
export interface PollDelay {
  /** Milliseconds: half as many again as the time before, from 250 up to 5,000. */
  nextMs: () => number;
  /** The next one is a first one. */
  reset: () => void;
}

/** Makes waits that get longer: a quick task is found to be done soon, and a long one costs few requests. */
export function createPollDelay(): PollDelay {
  let delayMs = FIRST_MS;
  return {
    nextMs: () => {
      const nextMs = delayMs;
      delayMs = Math.min(delayMs * FACTOR, MAX_MS);
      return nextMs;
    },
    reset: () => {
      delayMs = FIRST_MS;
    },
  };
}
