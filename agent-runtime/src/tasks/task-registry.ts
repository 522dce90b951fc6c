import type {
  ListTasksRequest,
  ListTasksResponse,
  Message,
  StreamResponse,
  Task,
} from "@a2a-js/sdk";
import {
  RequestMalformedError,
  TaskNotCancelableError,
  TaskNotFoundError,
  UnsupportedOperationError,
} from "@a2a-js/sdk/errors";
import type { AgentExecutor, AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { Drain, WorkKind } from "../drain.js";
import { RefusedError } from "../errors.js";
import type { Peers } from "../peers/peer.js";
import { createKeyedLock } from "./keyed-lock.js";
import { TaskEndedError } from "./task-ended-error.js";
import {
  createStatusUpdate,
  createTaskRecord,
  getState,
  withMessage,
  withStatus,
} from "./task-record.js";
import { createTaskRun, type TaskObserver, type TaskRun } from "./task-run.js";
import { isIdle, isTerminal } from "./task-state.js";
import type { TaskScope, TaskStore } from "./task-store.js";

export interface TaskRegistryOptions {
  executor: AgentExecutor;
  /** Makes the peers of a task from its signal. */
  createTaskPeers: (signal: AbortSignal) => Peers;
  store: TaskStore;
  /** Gives leave to work, and is told when the work is over. */
  drain: Drain;
  clock: Clock;
  /** Makes the log of a task. */
  createTaskLog: (facts: { taskId: string; contextId: string }) => AgentLog;
  observer: TaskObserver;
}

/** The tasks of this process. */
export interface TaskRegistry {
  /**
   * Begins a task for a message.
   *
   * @throws RefusedError while the process goes away.
   */
  begin: (message: Message, scope: TaskScope) => TaskRun;
  /**
   * Goes on with the task that a message answers.
   *
   * @throws TaskNotFoundError, RequestMalformedError when the message belongs to another context,
   *   UnsupportedOperationError when the task has ended or is being worked on, RefusedError while
   *   the process goes away.
   */
  resume: (message: Message, scope: TaskScope) => Promise<TaskRun>;
  /** @throws TaskNotFoundError. */
  get: (id: string, scope: TaskScope) => Promise<Task>;
  /**
   * The record of a task as it is now, then every change until it has ended or waits.
   *
   * @throws TaskNotFoundError, UnsupportedOperationError when the task has ended.
   */
  subscribe: (id: string, scope: TaskScope) => Promise<ReadableStream<StreamResponse>>;
  list: (request: ListTasksRequest, scope: TaskScope) => Promise<ListTasksResponse>;
  /**
   * Ends a task as `CANCELED` and tells its executor to stop. A cancelled task stays as it is.
   *
   * @throws TaskNotFoundError, TaskNotCancelableError when the task has ended in another way.
   */
  cancel: (id: string, scope: TaskScope) => Promise<Task>;
  /** Ends every task that has not ended as `FAILED`, and tells every executor to stop. */
  abortAll: (text: string) => void;
}

/** Makes the registry of the tasks of a process. */
export function createTaskRegistry(options: TaskRegistryOptions): TaskRegistry {
  const { clock, drain, observer, store } = options;
  const runs = new Map<string, { run: TaskRun; scope: TaskScope }>();
  // Between reading a record and acting on it nobody else may act on the same task.
  const lock = createKeyedLock();

  const getRun = (id: string, scope: TaskScope): TaskRun | undefined => {
    const entry = runs.get(id);
    return entry?.scope === scope ? entry.run : undefined;
  };

  const get = async (id: string, scope: TaskScope): Promise<Task> => {
    const task = getRun(id, scope)?.task ?? (await store.load(id, scope));
    if (task === undefined) {
      throw new TaskNotFoundError(`Task ${id} is not known here.`);
    }
    return task;
  };

  const start = (task: Task, message: Message, scope: TaskScope, kind: WorkKind): TaskRun => {
    const end = drain.tryBegin(kind);
    if (end === undefined) {
      throw new RefusedError(
        "AGENT_DRAINING",
        "The agent is going away and takes no new tasks. Send the message again: another replica takes it.",
      );
    }
    const run = createTaskRun(task, message, {
      executor: options.executor,
      createTaskPeers: options.createTaskPeers,
      log: options.createTaskLog({ taskId: task.id, contextId: task.contextId }),
      clock,
      save: (next) => store.save(next, scope),
      observer,
    });
    runs.set(task.id, { run, scope });
    void run.settled.then(() => {
      runs.delete(task.id);
      end();
    });
    return run;
  };

  /** Resolves when no executor works on the task, and refuses to wait for one at work. */
  const untilIdle = async (id: string, scope: TaskScope): Promise<void> => {
    const run = getRun(id, scope);
    if (run === undefined) {
      return;
    }
    expectNotEnded(run.task);
    if (!isIdle(getState(run.task))) {
      throw new UnsupportedOperationError(
        `Task ${id} is being worked on. Send the message when it asks for input, or without 'taskId' for a new task.`,
      );
    }
    // It has asked for input, and its executor is about to return.
    await run.settled;
  };

  const resumeIdle = async (message: Message, scope: TaskScope): Promise<TaskRun> => {
    const task = await get(message.taskId, scope);
    expectNotEnded(task);
    if (message.contextId !== "" && message.contextId !== task.contextId) {
      throw new RequestMalformedError(
        `'contextId' (${message.contextId}) must be that of task ${task.id} (${task.contextId}), or missing.`,
      );
    }
    return start(withMessage(task, message), message, scope, "follow-up");
  };

  return {
    begin: (message, scope) => start(createTaskRecord(message, clock.now()), message, scope, "new"),
    resume: async (message, scope) => {
      const id = message.taskId;
      for (;;) {
        await untilIdle(id, scope);
        const run = await lock(id, async () =>
          // Meanwhile somebody else may have gone on with it.
          getRun(id, scope) === undefined ? resumeIdle(message, scope) : undefined,
        );
        if (run !== undefined) {
          return run;
        }
      }
    },
    get,
    subscribe: async (id, scope) => {
      const run = getRun(id, scope);
      const task = run?.task ?? (await get(id, scope));
      expectNotEnded(task);
      // A run may have begun while the record was read.
      return (run ?? getRun(id, scope))?.subscribe() ?? toStream(task);
    },
    list: (request, scope) => store.list(request, scope),
    cancel: (id, scope) =>
      lock(id, async () => {
        const run = getRun(id, scope);
        const known = await get(id, scope);
        // Meanwhile its executor may have ended it.
        const task = run?.task ?? known;
        const state = getState(task);
        if (state === "CANCELED") {
          return task;
        }
        if (isTerminal(state)) {
          throw new TaskNotCancelableError(`Task ${id} has ended (${state}).`);
        }
        const text = "Cancelled by the caller.";
        if (run !== undefined) {
          run.end("CANCELED", text);
          return run.task;
        }
        const cancelled = withStatus(task, createStatusUpdate(task, "CANCELED", text, clock.now()));
        await store.save(cancelled, scope);
        observer.onIdle("CANCELED");
        return cancelled;
      }),
    abortAll: (text) => {
      for (const { run } of runs.values()) {
        run.end("FAILED", text);
        run.abort(new TaskEndedError(run.task.id, getState(run.task)));
      }
    },
  };
}

/** What a subscriber gets of a task that nobody works on. */
function toStream(task: Task): ReadableStream<StreamResponse> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue({ payload: { $case: "task", value: task } });
      controller.close();
    },
  });
}

function expectNotEnded(task: Task): void {
  const state = getState(task);
  if (isTerminal(state)) {
    throw new UnsupportedOperationError(
      `Task ${task.id} has ended (${state}). Send the message without 'taskId' for a new task.`,
    );
  }
}
