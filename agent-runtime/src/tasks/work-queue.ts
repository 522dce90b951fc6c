import type { Clock } from "../clock.js";
import type { WorkKind } from "../drain.js";

/** How many tasks may wait when only so many are worked on at once. */
export const DEFAULT_MAX_QUEUED_TASKS = 100;

/** How much a piece of work counts for the mean that is measured: the latest ones count most. */
const MEAN_WEIGHT = 0.2;

/** Nobody is asked to stay away for longer. */
const MAX_RETRY_SECONDS = 60;

export interface WorkQueueOptions {
  clock: Pick<Clock, "elapsedMs">;
  /** How many are worked on at once. No limit by default. */
  maxConcurrentTasks?: number | undefined;
  /** How many new ones may wait for their turn. Defaults to 100. */
  maxQueuedTasks?: number | undefined;
}

/** A piece of work that is done or waits. */
export interface WorkPlace {
  /** True when it could be done at once. */
  readonly hasTurn: boolean;
  /** It is over, or given up before its turn. Without effect when it is called again. */
  leave: () => void;
}

/** Lets only so much work be done at once, first come, first served. */
export interface WorkQueue {
  /** How much is being done. */
  readonly activeCount: number;
  /** How much waits. */
  readonly queuedCount: number;
  /** How much may be done at once; undefined when there is no limit. */
  readonly capacity: number | undefined;
  /** After how many seconds a place will probably be free, as the last pieces of work took. */
  readonly retrySeconds: number;
  /**
   * Takes a piece of work in, or returns undefined when too much new work waits.
   *
   * Either it has its turn at once, or `onTurn` is called when it comes. Work that continues
   * accepted work may always wait: to refuse it would leave that undone.
   */
  tryEnter: (kind: WorkKind, onTurn: () => void) => WorkPlace | undefined;
}

/** Makes a queue without work. */
export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { clock, maxConcurrentTasks, maxQueuedTasks = DEFAULT_MAX_QUEUED_TASKS } = options;
  const capacity = maxConcurrentTasks ?? Infinity;
  // In the order of their turns.
  const waiting = new Set<() => void>();
  let activeCount = 0;
  let meanMs: number | undefined;

  const measure = (durationMs: number): void => {
    meanMs = meanMs === undefined ? durationMs : meanMs + MEAN_WEIGHT * (durationMs - meanMs);
  };
  const giveTurns = (): void => {
    for (const begin of waiting) {
      if (activeCount >= capacity) {
        return;
      }
      begin();
    }
  };

  return {
    get activeCount() {
      return activeCount;
    },
    get queuedCount() {
      return waiting.size;
    },
    capacity: maxConcurrentTasks,
    get retrySeconds() {
      const seconds = Math.ceil((meanMs ?? 0) / capacity / 1000);
      return Math.min(Math.max(seconds, 1), MAX_RETRY_SECONDS);
    },
    tryEnter: (kind, onTurn) => {
      const mustWait = activeCount >= capacity;
      if (mustWait && kind === "new" && waiting.size >= maxQueuedTasks) {
        return undefined;
      }
      let hasTurn = !mustWait;
      let hasLeft = false;
      let beganMs = 0;
      const begin = (): void => {
        waiting.delete(begin);
        activeCount += 1;
        hasTurn = true;
        beganMs = clock.elapsedMs();
        onTurn();
      };
      if (mustWait) {
        waiting.add(begin);
      } else {
        activeCount += 1;
        beganMs = clock.elapsedMs();
      }
      return {
        hasTurn,
        leave: () => {
          if (hasLeft) {
            return;
          }
          hasLeft = true;
          if (hasTurn) {
            activeCount -= 1;
            measure(clock.elapsedMs() - beganMs);
            giveTurns();
          } else {
            waiting.delete(begin);
          }
        },
      };
    },
  };
}
