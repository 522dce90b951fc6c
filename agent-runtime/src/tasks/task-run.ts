import type { Artifact, Message, StreamResponse, Task, TaskStatusUpdateEvent } from "@a2a-js/sdk";
import type { AgentExecutor, AgentLog, AgentTask, TaskState } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { CreateTaskPeers } from "../peers/create-peers.js";
import { createAgentTask } from "./agent-task-facade.js";
import { createEventQueue, type EventQueue } from "./event-queue.js";
import { createLazyLog } from "./lazy-log.js";
import { createRunDeadline } from "./run-deadline.js";
import type { DueSave, SaveSchedule } from "./save-schedule.js";
import type { SentTask } from "./sent-task.js";
import { createTaskDraft, type TaskDraft } from "./task-draft.js";
import { TaskEndedError } from "./task-ended-error.js";
import type { TaskObserver } from "./task-observer.js";
import { createStatusUpdate, getState } from "./task-record.js";
import { isIdle, isTerminal } from "./task-state.js";
import type { TaskScope } from "./task-store.js";
import { fromWireMessage } from "./wire-content.js";

/**
 * How long an executor may go on after its task has ended or asked for input. Then it is told by its
 * signal, and neither a drain nor the next task waits for it any longer.
 */
export const MAX_LINGER_SECONDS = 10;

export type { SentTask } from "./sent-task.js";

/** What a run needs besides its task. */
export interface TaskRunContext {
  scope: TaskScope;
  executor: AgentExecutor;
  /** Makes the peers of the task from its signal and its time. */
  createTaskPeers: CreateTaskPeers;
  createLog: () => AgentLog;
  clock: Clock;
  /** Keeps the record. Calls take effect in their order. */
  save: (task: Task) => Promise<void>;
  /** Has the record kept now and then while the task goes on. */
  saves: SaveSchedule;
  observer: Partial<TaskObserver>;
  /** How long the executor may work at most, from its first moment on. */
  maxExecutionSeconds: number | undefined;
  /** How long its caller waits at most, from now on: also while the task waits for its turn. */
  timeoutMs: number | undefined;
  acceptedOutputModes: readonly string[];
}

/** One execution of a task: from a message of the caller until the executor has returned. */
export interface TaskRun extends SentTask {
  readonly state: TaskState;
  /**
   * Resolves when the executor has returned, or is not waited for any longer, and the record is
   * kept. Never rejects.
   */
  readonly settled: Promise<void>;
  /** Has the executor called in a later turn. Without effect when the task has ended. */
  begin: () => void;
  /** Says that the task waits for its turn. */
  wait: () => void;
  /**
   * Ends the task from outside, and tells the executor by its signal. False when it had ended.
   * Programs read the metadata.
   */
  end: (
    state: "CANCELED" | "FAILED" | "REJECTED",
    text: string,
    metadata?: Message["metadata"],
  ) => boolean;
  /** Tells the executor by its signal to stop, also when its task has ended. */
  abort: (reason: Error) => void;
}

/**
 * A run whose record is its draft's.
 *
 * A class for its getters: those of an object literal would give each run a hidden class of its own,
 * which keeps all that the run holds from being collected early. That took half of the time of a
 * task.
 */
class DraftedRun implements TaskRun {
  readonly idle: TaskRun["idle"];
  readonly settled: TaskRun["settled"];
  readonly begin: TaskRun["begin"];
  readonly wait: TaskRun["wait"];
  readonly subscribe: TaskRun["subscribe"];
  readonly end: TaskRun["end"];
  readonly abort: TaskRun["abort"];
  readonly #draft: TaskDraft;

  constructor(draft: TaskDraft, run: Omit<TaskRun, "task" | "state">) {
    this.#draft = draft;
    this.idle = run.idle;
    this.settled = run.settled;
    this.begin = run.begin;
    this.wait = run.wait;
    this.subscribe = run.subscribe;
    this.end = run.end;
    this.abort = run.abort;
  }

  get task(): Task {
    return this.#draft.getTask();
  }

  get state(): TaskState {
    return getState(this.#draft.getLive());
  }
}

const FAILED_TEXT = "The agent failed. Its log says why.";

/** Makes a run that has not begun. */
export function createTaskRun(begun: Task, message: Message, context: TaskRunContext): TaskRun {
  const { clock, maxExecutionSeconds, observer, scope, timeoutMs } = context;
  const acceptedMs = clock.elapsedMs();
  const deadline = createRunDeadline(clock);
  const draft = createTaskDraft(begun);
  let controller: AbortController | undefined;
  let abortReason: Error | undefined;
  const readers = new Set<EventQueue>();
  let log: AgentLog | undefined;
  let beganMs: number | undefined;
  let isAtWork = true;
  /** From the call of the executor until it has returned, or is not waited for any longer. */
  let isExecuting = false;
  let isReleased = false;
  let hasSpoken = false;
  let cancelLinger: (() => void) | undefined;
  let dueSave: DueSave | undefined;
  let saved: Promise<void> = Promise.resolve();
  let resolveIdle: (task: Task) => void;
  const idle = new Promise<Task>((resolve) => {
    resolveIdle = resolve;
  });
  let resolveSettled: () => void;
  const settled = new Promise<void>((resolve) => {
    resolveSettled = resolve;
  });
  const getLog = (): AgentLog => (log ??= context.createLog());

  const save = async (task: Task): Promise<void> => {
    try {
      await context.save(task);
    } catch (error) {
      getLog().error({ err: error }, "The record of the task could not be kept");
    }
  };
  const flush = (): Promise<void> => {
    if (dueSave !== undefined) {
      context.saves.remove(dueSave);
      dueSave = undefined;
      const saving = save(draft.getTask());
      saved = saved.then(() => saving);
    }
    return saved;
  };
  const markDirty = (): void => {
    dueSave ??= context.saves.add(flush);
  };
  const publish = (payload: StreamResponse["payload"]): void => {
    const event: StreamResponse = { payload };
    for (const reader of readers) {
      reader.push(event);
    }
    observer.onUpdate?.(scope, draft.getLive(), event);
  };
  const release = (): void => {
    if (!isReleased) {
      isReleased = true;
      isExecuting = false;
      cancelLinger?.();
      void flush().then(resolveSettled);
    }
  };
  const abort = (reason: Error): void => {
    abortReason ??= reason;
    controller?.abort(abortReason);
  };
  const giveUp = (): void => {
    getLog().warn(
      { seconds: MAX_LINGER_SECONDS },
      "The executor has not returned since its task ended or asked. It is not waited for any longer",
    );
    abort(new TaskEndedError(draft.getLive().id, getState(draft.getLive())));
    release();
  };

  const speak = (): void => {
    if (!hasSpoken) {
      hasSpoken = true;
      observer.onFirstEvent?.(clock.elapsedMs() - acceptedMs);
    }
  };
  const announce = (update: TaskStatusUpdateEvent, state: TaskState): void => {
    draft.setStatus(update);
    markDirty();
    publish({ $case: "statusUpdate", value: update });
    if (isIdle(state)) {
      rest(state);
    }
  };
  /** The task changes from outside. */
  const enter = (state: TaskState, text?: string, metadata?: Message["metadata"]): void => {
    announce(createStatusUpdate(draft.getLive(), state, text, clock.now(), metadata), state);
  };
  /** The executor changes the task. */
  const say = (state: TaskState, text?: string): void => {
    const update = createStatusUpdate(draft.getLive(), state, text, clock.now());
    speak();
    announce(update, state);
  };
  const rest = (state: TaskState): void => {
    observer.onIdle?.(state);
    void flush();
    if (!isAtWork) {
      return;
    }
    isAtWork = false;
    for (const reader of readers) {
      reader.close();
    }
    readers.clear();
    observer.onWorkEnd?.(state, beganMs === undefined ? 0 : clock.elapsedMs() - beganMs);
    void saved.then(() => {
      resolveIdle(draft.getTask());
    });
    deadline.cancel();
    if (isExecuting) {
      cancelLinger = clock.startTimer(MAX_LINGER_SECONDS * 1000, giveUp);
    }
  };
  const publishArtifact = (artifact: Artifact, append: boolean, lastChunk: boolean): void => {
    const ids = { taskId: draft.getLive().id, contextId: draft.getLive().contextId };
    const update = { ...ids, artifact, append, lastChunk, metadata: undefined };
    speak();
    draft.setArtifact(update);
    markDirty();
    publish({ $case: "artifactUpdate", value: update });
  };

  const fail = (error: unknown): void => {
    if (abortReason !== undefined) {
      getLog().debug({ err: error }, "The executor stopped after its task had been ended");
    } else if (isTerminal(getState(draft.getLive()))) {
      getLog().warn({ err: error }, "The executor failed after the task had ended");
    } else {
      getLog().error({ err: error }, "The executor failed");
      say("FAILED", FAILED_TEXT);
    }
  };
  const hasEnded = (): boolean => !isAtWork;
  const createGiven = (): AgentTask => {
    controller = new AbortController();
    if (abortReason !== undefined) {
      controller.abort(abortReason);
    }
    const { signal } = controller;
    return createAgentTask(
      { draft, isAtWork: () => isAtWork, enter: say, publishArtifact },
      {
        message: fromWireMessage(message),
        history: begun.history.slice(0, -1).map(fromWireMessage),
        acceptedOutputModes: context.acceptedOutputModes,
        signal,
        peers: context.createTaskPeers(signal, deadline.getRemainingMs),
        log: createLazyLog(getLog),
      },
    );
  };
  const execute = async (): Promise<void> => {
    if (hasEnded()) {
      return;
    }
    isExecuting = true;
    try {
      await context.executor(createGiven());
      // There is nothing to wait for any more.
      isExecuting = false;
      if (!hasEnded()) {
        say("COMPLETED");
      }
    } catch (error) {
      isExecuting = false;
      fail(error);
    }
    release();
  };
  const end: TaskRun["end"] = (state, text, metadata) => {
    if (isTerminal(getState(draft.getLive()))) {
      return false;
    }
    enter(state, text, metadata);
    abort(new TaskEndedError(draft.getLive().id, state));
    if (!isExecuting) {
      release();
    }
    return true;
  };

  markDirty();
  if (timeoutMs !== undefined) {
    deadline.start(timeoutMs, () => {
      getLog().info({ timeoutMs }, "The caller does not wait for the task any longer");
      end("FAILED", `The agent did not finish within the ${timeoutMs} ms that its caller waits.`);
    });
  }
  return new DraftedRun(draft, {
    idle,
    settled,
    begin: () => {
      if (hasEnded() || beganMs !== undefined) {
        return;
      }
      beganMs = clock.elapsedMs();
      observer.onWorkBegin?.(beganMs - acceptedMs);
      enter("WORKING");
      if (maxExecutionSeconds !== undefined) {
        deadline.start(maxExecutionSeconds * 1000, () => {
          getLog().warn({ seconds: maxExecutionSeconds }, "The executor did not finish in time");
          end("FAILED", `The agent did not finish within ${maxExecutionSeconds} seconds.`);
        });
      }
      // In a later turn: whoever began the run can subscribe before, end it, and answer its caller.
      setImmediate(() => void execute());
    },
    wait: () => {
      if (getState(draft.getLive()) !== "SUBMITTED") {
        enter("SUBMITTED");
      }
    },
    subscribe: () => {
      const reader: EventQueue = createEventQueue({
        readTask: () => draft.getTask(),
        onLeave: () => readers.delete(reader),
      });
      if (isAtWork) {
        readers.add(reader);
      } else {
        reader.close();
      }
      return reader.events;
    },
    end,
    abort,
  });
}
