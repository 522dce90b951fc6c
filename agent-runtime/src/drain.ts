import { ABORT_WINDOW_SECONDS } from "@berth/contract";

/**
 * Where a process stands.
 *
 * - `starting`: not ready, takes no tasks.
 * - `ready`: takes new tasks; also while the accept window of a drain is open.
 * - `draining`: refuses new tasks, finishes the others.
 * - `aborting`: the deadline is over; the tasks that still run were told to stop.
 * - `closed`: nothing runs any more, or nothing is waited for any more.
 */
export type DrainState = "starting" | "ready" | "draining" | "aborting" | "closed";

/** The only way in which time passes for a drain. */
export interface DrainClock {
  /** Calls `callback` once after `delayMs`, unless the returned function is called before. */
  startTimer: (delayMs: number, callback: () => void) => () => void;
}

/** What a drain rests on. */
export interface DrainOptions {
  /** Seconds the drain waits for running tasks at most, from the end of the accept window. */
  maxTaskSeconds: number;
  clock: DrainClock;
  /** Tells the tasks that still run to record that they did not finish. Called at most once. */
  abortTasks: () => void;
  /**
   * Ends the process: 0 when every task has ended, 1 when some were left behind. Called exactly
   * once.
   */
  exit: (code: 0 | 1) => void;
  /** Is told of every change, before its consequences. */
  onStateChange?: (state: DrainState) => void;
}

/** What a piece of work is to the drain: `follow-up` continues a task that lives here. */
export type WorkKind = "new" | "follow-up";

/** Keeps a process alive until its tasks have ended, and no longer. */
export interface Drain {
  readonly state: DrainState;
  /** How many pieces of work run. */
  readonly activeTasks: number;
  /** The process is ready for tasks. Without effect once a drain has begun. */
  markReady: () => void;
  /**
   * Begins a piece of work, or returns undefined when it must be refused.
   *
   * The returned function ends it; calling that again has no effect.
   */
  tryBegin: (kind: WorkKind) => (() => void) | undefined;
  /**
   * The process is to go away. New tasks are accepted for `acceptWindowSeconds` more: 0 where the
   * kubelet has slept already. Asking again prolongs nothing; with 0 it closes an open window.
   */
  begin: (acceptWindowSeconds: number) => void;
  /** Somebody insists: the process ends at once, with whatever runs. */
  abandon: () => void;
}

/**
 * Makes the drain of a process. It touches nothing but what it is given: no clock, no process.
 *
 * The process exits as soon as the last piece of work has ended, and at the latest
 * `ABORT_WINDOW_SECONDS` after the deadline. A drain that begins before the process is ready exits
 * at once.
 */
export function createDrain(options: DrainOptions): Drain {
  const { clock, maxTaskSeconds } = options;
  let state: DrainState = "starting";
  let activeTasks = 0;
  let cancelTimer: (() => void) | undefined;

  const enter = (next: DrainState): void => {
    state = next;
    options.onStateChange?.(next);
  };
  const startTimer = (seconds: number, callback: () => void): void => {
    cancelTimer?.();
    if (state === "closed") {
      // Whoever was told of the last change has abandoned the drain.
      return;
    }
    cancelTimer = clock.startTimer(seconds * 1000, callback);
  };
  const close = (): void => {
    if (state === "closed") {
      return;
    }
    cancelTimer?.();
    enter("closed");
    options.exit(activeTasks === 0 ? 0 : 1);
  };
  const abort = (): void => {
    enter("aborting");
    // Before the tasks are told: those that stop at once close the drain, which stops this timer.
    startTimer(ABORT_WINDOW_SECONDS, close);
    if (state === "aborting") {
      options.abortTasks();
    }
  };
  const refuseNewTasks = (): void => {
    enter("draining");
    if (activeTasks === 0) {
      close();
    } else {
      startTimer(maxTaskSeconds, abort);
    }
  };
  const accepts = (kind: WorkKind): boolean => {
    switch (state) {
      case "ready":
        return true;
      case "draining":
        return kind === "follow-up";
      case "starting":
      case "aborting":
      case "closed":
        return false;
    }
  };

  return {
    get state() {
      return state;
    },
    get activeTasks() {
      return activeTasks;
    },
    markReady() {
      if (state === "starting") {
        enter("ready");
      }
    },
    tryBegin(kind) {
      if (!accepts(kind)) {
        return undefined;
      }
      activeTasks += 1;
      let isRunning = true;
      return () => {
        if (!isRunning) {
          return;
        }
        isRunning = false;
        activeTasks -= 1;
        if (activeTasks === 0 && (state === "draining" || state === "aborting")) {
          close();
        }
      };
    },
    begin(acceptWindowSeconds) {
      if (state === "starting") {
        close();
      } else if (state === "ready" && acceptWindowSeconds === 0) {
        refuseNewTasks();
      } else if (state === "ready" && cancelTimer === undefined) {
        startTimer(acceptWindowSeconds, refuseNewTasks);
      }
    },
    abandon: close,
  };
}
