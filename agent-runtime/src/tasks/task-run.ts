import { setImmediate } from "node:timers/promises";
import type { Artifact, Message, StreamResponse, Task } from "@a2a-js/sdk";
import type { AgentExecutor, AgentLog, TaskState } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { Peers } from "../peers/peer.js";
import { createAgentTask } from "./agent-task-facade.js";
import { TaskEndedError } from "./task-ended-error.js";
import { createStatusUpdate, getState, withArtifact, withStatus } from "./task-record.js";
import { isIdle, isTerminal } from "./task-state.js";
import { fromWireMessage } from "./wire-content.js";

/** What a run needs besides its task. */
export interface TaskRunContext {
  executor: AgentExecutor;
  /** Makes the peers of the task from its signal. */
  createTaskPeers: (signal: AbortSignal) => Peers;
  log: AgentLog;
  clock: Clock;
  /** Keeps the record. Calls take effect in their order. */
  save: (task: Task) => Promise<void>;
  observer: TaskObserver;
}

/** Is told what becomes of tasks. */
export interface TaskObserver {
  /** A task ended or waits for its caller. */
  onIdle: (state: TaskState) => void;
  /** The work on a task is over, so many milliseconds after it began. */
  onWorkEnd: (state: TaskState, durationMs: number) => void;
}

/** One execution of a task: from a message of the caller until the executor has returned. */
export interface TaskRun {
  /** The record as it is now. */
  readonly task: Task;
  /** Resolves when the task has ended or waits for its caller. */
  readonly idle: Promise<Task>;
  /** Resolves when the executor has returned and the record is kept. Never rejects. */
  readonly settled: Promise<void>;
  /** The record as it is now, then every change, until the task has ended or waits. */
  subscribe: () => ReadableStream<StreamResponse>;
  /** Ends the task from outside, and tells the executor by its signal. False when it had ended. */
  end: (state: "CANCELED" | "FAILED", text: string) => boolean;
  /** Tells the executor by its signal to stop, also when its task has ended. */
  abort: (reason: Error) => void;
}

const FAILED_TEXT = "The agent failed. Its log says why.";

/** Begins to execute a task. */
export function createTaskRun(begun: Task, message: Message, context: TaskRunContext): TaskRun {
  const { clock, executor, log, observer } = context;
  const startedMs = clock.elapsedMs();
  const abort = new AbortController();
  let resolveIdle: (task: Task) => void;
  const idle = new Promise<Task>((resolve) => {
    resolveIdle = resolve;
  });
  const subscribers = new Set<ReadableStreamDefaultController<StreamResponse>>();
  let task = begun;
  let saved: Promise<void> = Promise.resolve();
  let isAtWork = true;
  const hasEnded = (): boolean => !isAtWork;

  const keep = (next: Task): void => {
    task = next;
    const saving = save(next);
    saved = saved.then(() => saving);
  };
  const save = async (next: Task): Promise<void> => {
    try {
      await context.save(next);
    } catch (error) {
      log.error({ err: error }, "The record of the task could not be kept");
    }
  };
  const publish = (payload: StreamResponse["payload"]): void => {
    for (const subscriber of subscribers) {
      subscriber.enqueue({ payload });
    }
  };
  const enter = (state: TaskState, text?: string): void => {
    const update = createStatusUpdate(task, state, text, clock.now());
    keep(withStatus(task, update));
    publish({ $case: "statusUpdate", value: update });
    if (isIdle(state)) {
      observer.onIdle(state);
    }
    if (isIdle(state) && isAtWork) {
      isAtWork = false;
      endWork(state);
    }
  };
  const endWork = (state: TaskState): void => {
    for (const subscriber of subscribers) {
      subscriber.close();
    }
    subscribers.clear();
    observer.onWorkEnd(state, clock.elapsedMs() - startedMs);
    void saved.then(() => {
      resolveIdle(task);
    });
  };
  const publishArtifact = (artifact: Artifact, append: boolean, lastChunk: boolean): void => {
    const ids = { taskId: task.id, contextId: task.contextId };
    const update = { ...ids, artifact, append, lastChunk, metadata: undefined };
    keep(withArtifact(task, update));
    publish({ $case: "artifactUpdate", value: update });
  };

  const given = createAgentTask(
    {
      get task() {
        return task;
      },
      get isAtWork() {
        return isAtWork;
      },
      enter,
      publishArtifact,
    },
    {
      message: fromWireMessage(message),
      history: task.history.slice(0, -1).map(fromWireMessage),
      signal: abort.signal,
      peers: context.createTaskPeers(abort.signal),
      log,
    },
  );

  const execute = async (): Promise<void> => {
    // In a later turn: whoever began the run can subscribe before, and end it.
    await setImmediate();
    if (hasEnded()) {
      return;
    }
    try {
      await executor(given);
      if (!hasEnded()) {
        enter("COMPLETED");
      }
    } catch (error) {
      fail(error);
    }
    await saved;
  };
  const fail = (error: unknown): void => {
    if (abort.signal.aborted) {
      log.debug({ err: error }, "The executor stopped after its task had been ended");
    } else if (isTerminal(getState(task))) {
      log.warn({ err: error }, "The executor failed after the task had ended");
    } else {
      log.error({ err: error }, "The executor failed");
      enter("FAILED", FAILED_TEXT);
    }
  };

  enter("WORKING");
  const settled = execute();

  return {
    get task() {
      return task;
    },
    idle,
    settled,
    subscribe: () => {
      let own: ReadableStreamDefaultController<StreamResponse> | undefined;
      return new ReadableStream<StreamResponse>({
        start: (controller) => {
          controller.enqueue({ payload: { $case: "task", value: task } });
          if (isAtWork) {
            own = controller;
            subscribers.add(controller);
          } else {
            controller.close();
          }
        },
        cancel: () => {
          if (own !== undefined) {
            subscribers.delete(own);
          }
        },
      });
    },
    end: (state, text) => {
      if (isTerminal(getState(task))) {
        return false;
      }
      enter(state, text);
      abort.abort(new TaskEndedError(task.id, state));
      return true;
    },
    abort: (reason) => {
      abort.abort(reason);
    },
  };
}
