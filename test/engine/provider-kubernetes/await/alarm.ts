/** Wakes a wait: when something changes, and when it must end. */
export interface Alarm {
  /** Aborts when the time is over, the user cancels or the waiting has ended. */
  signal: AbortSignal;
  ring: () => void;
  /** Resolves at the next ring, at once if it rang since the last call, and when the signal aborts. */
  next(): Promise<void>;
  stop(): void;
}

export function createAlarm(timeoutSeconds: number, cancelled: AbortSignal): Alarm {
  const stopped = new AbortController();
  const limit = AbortSignal.timeout(timeoutSeconds * 1000);
  const signal = AbortSignal.any([stopped.signal, limit, cancelled]);
  let hasRung = false;
  let wake: (() => void) | undefined;
  function ring(): void {
    hasRung = true;
    wake?.();
  }
  signal.addEventListener("abort", ring);
  return {
    signal,
    ring,
    next() {
      return new Promise((resolve) => {
        wake = () => {
          hasRung = false;
          wake = undefined;
          resolve();
        };
        if (hasRung) {
          wake();
        }
      });
    },
    stop() {
      stopped.abort();
    },
  };
}
