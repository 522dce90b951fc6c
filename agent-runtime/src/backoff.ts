export interface BackoffOptions {
  /** The longest first wait. */
  firstMs: number;
  /** The longest wait there is. */
  maxMs: number;
  /** A number from 0 up to 1. Defaults to `Math.random`. */
  random?: (() => number) | undefined;
}

/** Says how long to wait before something is tried again. */
export interface Backoff {
  /** Milliseconds: twice as many as the time before, at random from the half of it on. */
  nextMs: () => number;
  /** It went well: the next wait is a first one. */
  reset: () => void;
}

/** Makes waits that get longer. They differ by chance, so that those who fail together do not try together. */
export function createBackoff({ firstMs, maxMs, random = Math.random }: BackoffOptions): Backoff {
  let longestMs = firstMs;
  return {
    nextMs: () => {
      const waitMs = longestMs * (0.5 + random() / 2);
      longestMs = Math.min(longestMs * 2, maxMs);
      return waitMs;
    },
    reset: () => {
      longestMs = firstMs;
    },
  };
}
