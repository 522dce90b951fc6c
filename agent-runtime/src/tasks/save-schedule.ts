import type { Clock } from "../clock.js";

/** How long a change of a task that goes on may wait until the store has it. */
export const SAVE_INTERVAL_MS = 250;

/** Saves one record, and resolves when the store has it. */
export type Save = () => Promise<void>;

/** Knows which records the store does not have as they are. */
export interface SaveSchedule {
  /** There is something to save: it is, after a while. */
  add: (save: Save) => void;
  /** It has been saved. */
  remove: (save: Save) => void;
  /** Saves all now. */
  flush: () => Promise<void>;
}

/**
 * Makes a schedule that saves what has changed every 250 ms, so that an agent that hands over every
 * word does not write its record for each of them.
 */
export function createSaveSchedule(clock: Clock): SaveSchedule {
  const due = new Set<Save>();
  let cancelTimer: (() => void) | undefined;

  const flush = async (): Promise<void> => {
    await Promise.all([...due].map((save) => save()));
  };
  const onTimer = (): void => {
    cancelTimer = undefined;
    void flush();
  };
  return {
    add: (save) => {
      due.add(save);
      cancelTimer ??= clock.startTimer(SAVE_INTERVAL_MS, onTimer);
    },
    remove: (save) => {
      due.delete(save);
      if (due.size === 0) {
        cancelTimer?.();
        cancelTimer = undefined;
      }
    },
    flush,
  };
}
