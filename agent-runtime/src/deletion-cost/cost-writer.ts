import type { Clock } from "../clock.js";

/** The time from one write to the next at least: every write goes to the API server and to all who watch pods. */
export const WRITE_PERIOD_MS = 30_000;

/** How long a write may take. */
export const WRITE_TIMEOUT_MS = 10_000;

export interface CostWriterOptions {
  clock: Pick<Clock, "elapsedMs" | "startTimer">;
  /** Writes a value. It rejects when that fails, and soon after `signal` is aborted. */
  write: (cost: number, signal: AbortSignal) => Promise<void>;
  onWritten: (cost: number) => void;
  onFailure: (error: unknown) => void;
}

/** Keeps what is written close to a value that changes often. */
export interface CostWriter {
  /** The value is another one. */
  set: (cost: number) => void;
  /** Writes from now on, what is there from an earlier process included. Once at most. */
  start: () => void;
  /** Writes nothing from now on, and gives up what is under way. */
  stop: () => void;
}

/**
 * Makes what writes a value when it is another one than was written, the latest one, and never twice
 * within a period. What failed is tried again in the next period. It touches nothing but what it is
 * given, and nobody waits for it.
 */
export function createCostWriter(options: CostWriterOptions): CostWriter {
  const { clock } = options;
  let state: "new" | "started" | "stopped" = "new";
  let wanted = 0;
  /** Undefined while it is not known what the pod has: before the first write, and after a failed one. */
  let written: number | undefined;
  let nextMs = -Infinity;
  let cut: AbortController | undefined;
  let cancelTimer: (() => void) | undefined;

  const tryWrite = async (cost: number): Promise<void> => {
    const controller = new AbortController();
    cut = controller;
    written = undefined;
    nextMs = clock.elapsedMs() + WRITE_PERIOD_MS;
    const cancelTimeout = clock.startTimer(WRITE_TIMEOUT_MS, () => {
      controller.abort();
    });
    try {
      await options.write(cost, controller.signal);
      written = cost;
      options.onWritten(cost);
    } catch (error) {
      if (state === "started") {
        options.onFailure(error);
      }
    }
    cancelTimeout();
    cut = undefined;
    consider();
  };
  const consider = (): void => {
    const mustWait = cut !== undefined || cancelTimer !== undefined;
    if (state !== "started" || mustWait || wanted === written) {
      return;
    }
    const waitMs = nextMs - clock.elapsedMs();
    if (waitMs <= 0) {
      void tryWrite(wanted);
      return;
    }
    cancelTimer = clock.startTimer(waitMs, () => {
      cancelTimer = undefined;
      consider();
    });
  };

  return {
    set: (cost) => {
      wanted = cost;
      consider();
    },
    start: () => {
      if (state === "new") {
        state = "started";
        consider();
      }
    },
    stop: () => {
      state = "stopped";
      cancelTimer?.();
      cut?.abort();
    },
  };
}
