import type { Clock } from "../clock.js";

/** How long a change of a task that goes on may wait until the store has it. */
export const SAVE_INTERVAL_MS = 250;

/** Saves one record, and resolves when the store has it. */
export type Save = () => Promise<void>;

/** What is to be saved. */
export interface DueSave {
  /** Undefined when it has been saved. */
  save: Save | undefined;
}

/** Knows which records the store does not have as they are. */
export interface SaveSchedule {
  /** There is something to save: it is, after a while. */
  add: (save: Save) => DueSave;
  /** It has been saved. */
  remove: (due: DueSave) => void;
  /** Saves all now. */
  flush: () => Promise<void>;
}

/**
 * Makes a schedule that saves what has changed every 250 ms, so that an agent that hands over every
 * word does not write its record for each of them.
 */
export function createSaveSchedule(clock: Clock): SaveSchedule {
  const all = new Set<DueSave>();
  let cancelTimer: (() => void) | undefined;

  const flush = async (): Promise<void> => {
    await Promise.all(Array.from(all, async ({ save }) => save?.()));
  };
  const onTimer = (): void => {
    cancelTimer = undefined;
    void flush();
  };
  return {
    add: (save) => {
      const due = { save };
      all.add(due);
      cancelTimer ??= clock.startTimer(SAVE_INTERVAL_MS, onTimer);
      return due;
    },
    remove: (due) => {
      all.delete(due);
      // What a Set held once is not collected early: it keeps the tables that it has outgrown.
      due.save = undefined;
      if (all.size === 0) {
        cancelTimer?.();
        cancelTimer = undefined;
      }
    },
    flush,
  };
}
