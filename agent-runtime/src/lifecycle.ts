import { ABORT_WINDOW_SECONDS } from "@berth/contract";
import type { AgentLog } from "./agent-task.js";
import type { Clock } from "./clock.js";
import { createDrain, type Drain, type DrainState } from "./drain.js";
import type { HostProcess, OpenPort, StrayErrorKind } from "./server.js";
import { TaskEndedError } from "./tasks/task-ended-error.js";

/** What is left for answers once tasks had to be aborted: SIGKILL is near. */
const LATE_FLUSH_SECONDS = 1;

/**
 * A terminal sends SIGINT to every process in front of it, and launchers such as npm pass it on:
 * another one within this time after the first is the first one again.
 */
const SIGINT_ECHO_MS = 500;

export interface LifecycleOptions {
  maxTaskSeconds: number;
  acceptWindowSeconds: number;
  /** False: a signal ends the process at once. */
  isDrainOn: boolean;
  clock: Clock;
  host: HostProcess;
  log: AgentLog;
  /** Tells the tasks that still run to record that they did not finish. */
  abortTasks: () => void;
  /**
   * Finishes what the tasks leave to be done: notifications on their way, records to hand over.
   * Resolves when that is done, at once when there is nothing, and soon after `cut` is aborted.
   */
  settle?: (cut: AbortSignal) => Promise<void>;
  /** Is told of every change of the state. */
  onStateChange?: (state: DrainState) => void;
}

/** How a process comes and goes. */
export interface Lifecycle {
  readonly drain: Drain;
  /** True from the moment the process was told to go. */
  readonly isLeaving: boolean;
  /** True from when it was told to drain and stay until it is told to go. */
  readonly isStaying: boolean;
  /** Listens to signals from now on. */
  watch: () => void;
  /**
   * Takes care of a port until the end: after it, closes the port at once. The first one sheds its
   * connections during a drain.
   */
  adopt: (port: OpenPort) => void;
  /**
   * Drains and leaves the ports open. Resolves when no task runs any more and what they leave is
   * done. The ports are closed when the process is told to go, or leaves. Where drains are off, it
   * does nothing.
   */
  drainAndStay: () => Promise<void>;
  /** Drains without an end of the process. Resolves when the ports are closed. */
  leave: () => Promise<void>;
}

/** Makes the lifecycle of a process that works on tasks. */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { clock, host, log } = options;
  const ports: OpenPort[] = [];
  const lateClosings: Promise<void>[] = [];
  const watches: (() => void)[] = [];
  let isLeaving = false;
  let isExiting = false;
  let isStaying = false;
  let flushSeconds = ABORT_WINDOW_SECONDS;
  const settled = Promise.withResolvers<0 | 1>();
  const closed = Promise.withResolvers<true>();

  const enter = (state: DrainState): void => {
    log.info({ state, activeTasks: drain.activeTasks }, "The state changed");
    options.onStateChange?.(state);
    if (state === "draining") {
      ports[0]?.shedConnections();
    } else if (state === "aborting") {
      flushSeconds = LATE_FLUSH_SECONDS;
    }
  };
  /** Does something that is cut short when it takes too long. */
  const flush = async (what: string, work: (cut: AbortSignal) => Promise<unknown>) => {
    const cut = new AbortController();
    const cancelTimer = clock.startTimer(flushSeconds * 1000, () => {
      log.warn({ flushSeconds }, what);
      cut.abort();
    });
    try {
      await work(cut.signal);
    } catch (error) {
      log.error({ err: error }, what);
    }
    cancelTimer();
  };
  const settle = async (code: 0 | 1): Promise<void> => {
    if (options.settle !== undefined) {
      await flush("What the tasks left was cut", options.settle);
    }
    settled.resolve(code);
    if (!isStaying) {
      await shutDown(code);
    }
  };
  let isShutDown = false;
  const shutDown = async (code: 0 | 1): Promise<void> => {
    if (isShutDown) {
      return;
    }
    isShutDown = true;
    await flush("Answers that nobody took off were cut", (cut) =>
      Promise.all(ports.map((port) => port.close(cut))),
    );
    for (const unwatch of watches) {
      unwatch();
    }
    closed.resolve(true);
    if (isExiting) {
      log.info({ code }, "The process exits");
      host.exit(code);
    }
  };
  /** Ends a stay: whoever drained without a wish to end does so now. */
  const endStay = (): void => {
    if (isStaying) {
      isStaying = false;
      void settled.promise.then(shutDown);
    }
  };
  const drain = createDrain({
    maxTaskSeconds: options.maxTaskSeconds,
    clock,
    abortTasks: options.abortTasks,
    exit: (code) => void settle(code),
    onStateChange: enter,
  });

  let firstSignal: { name: NodeJS.Signals; atMs: number } | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    const previous = firstSignal;
    firstSignal ??= { name, atMs: clock.elapsedMs() };
    if (previous === undefined && options.isDrainOn) {
      log.info({ signal: name, activeTasks: drain.activeTasks }, "The process was told to go");
      isExiting = true;
      isLeaving = true;
      drain.begin(options.acceptWindowSeconds);
      endStay();
      return;
    }
    const isEcho =
      name === "SIGINT" &&
      previous?.name === "SIGINT" &&
      clock.elapsedMs() - previous.atMs < SIGINT_ECHO_MS;
    if (!isEcho) {
      log.warn({ signal: name, activeTasks: drain.activeTasks }, "The process ends at once");
      host.exit(drain.activeTasks === 0 && previous === undefined ? 0 : 1);
    }
  };
  const onStrayError = (error: unknown, kind: StrayErrorKind): boolean => {
    if (error instanceof TaskEndedError) {
      log.warn({ err: error }, "An executor went on after its task had ended");
      return true;
    }
    log.error(
      { err: error },
      `Nobody caught ${kind === "exception" ? "an exception" : "a rejection"}`,
    );
    // A promise that nobody waits for ends no other task.
    return kind === "rejection";
  };

  return {
    drain,
    get isLeaving() {
      return isLeaving;
    },
    get isStaying() {
      return isStaying;
    },
    watch: () => {
      watches.push(host.onSignal(onSignal), host.onStrayError(onStrayError));
    },
    adopt: (port) => {
      if (drain.state === "closed") {
        lateClosings.push(port.close(AbortSignal.abort()));
      } else {
        ports.push(port);
      }
    },
    drainAndStay: async () => {
      if (!options.isDrainOn) {
        return;
      }
      isStaying ||= !isLeaving;
      isLeaving = true;
      drain.begin(options.acceptWindowSeconds);
      await settled.promise;
    },
    leave: async () => {
      isLeaving = true;
      drain.begin(0);
      endStay();
      await closed.promise;
      await Promise.all(lateClosings);
    },
  };
}
