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
import { createKeyedLock } from "./keyed-lock.js";
import { createMessageMemory, expectRepeated } from "./message-memory.js";
import {
  createRunningTasks,
  type RunningTasksOptions,
  type SendSettings,
} from "./running-tasks.js";
import { createSaveSchedule } from "./save-schedule.js";
import { expectNotEnded, expectRoom } from "./task-checks.js";
import { type SentTask, toSentTask } from "./sent-task.js";
import { TaskEndedError } from "./task-ended-error.js";
import {
  createStatusUpdate,
  createTaskRecord,
  getState,
  withMessage,
  withStatus,
} from "./task-record.js";
import type { TaskRun } from "./task-run.js";
import { isIdle, isTerminal } from "./task-state.js";
import type { StoredTask, TaskScope, TaskStore } from "./task-store.js";
import { TERMINATED } from "./terminated-task.js";
import { createWorkPlaces, type WorkPlacesOptions } from "./work-places.js";

export interface TaskRegistryOptions extends RunningTasksOptions, Omit<WorkPlacesOptions, "clock"> {
  store: TaskStore;
}

/** The tasks of this process. */
export interface TaskRegistry {
  /** How many tasks an executor works on. */
  readonly activeCount: number;
  /** How many tasks wait for their turn. */
  readonly queuedCount: number;
  /** How many tasks are worked on at once; undefined when there is no limit. */
  readonly capacity: number | undefined;
  /**
   * Takes a message: begins a task with it, or goes on with the task that it answers. One that was
   * taken in the last 10 minutes begins nothing: it leads to the task that it was taken for.
   *
   * @throws what `begin` and `resume` throw, RequestMalformedError when another message was taken
   *   under the same id.
   */
  send: (message: Message, scope: TaskScope, settings?: SendSettings) => Promise<SentTask>;
  /**
   * Begins a task for a message. It waits as `SUBMITTED` while all there may be are worked on.
   *
   * @throws RefusedError while the process goes away, and when too many tasks wait.
   */
  begin: (message: Message, scope: TaskScope, settings?: SendSettings) => TaskRun;
  /**
   * Goes on with the task that a message answers. It may have to wait, but is not refused for that:
   * it continues work that was accepted.
   *
   * @throws TaskNotFoundError, RequestMalformedError when the message belongs to another context,
   *   UnsupportedOperationError when the task has ended or is being worked on, RefusedError while
   *   the process goes away, and when the task has grown to more than 32 MiB.
   */
  resume: (message: Message, scope: TaskScope, settings?: SendSettings) => Promise<TaskRun>;
  /** @throws TaskNotFoundError. */
  get: (id: string, scope: TaskScope) => Promise<Task>;
  /**
   * The record of a task as it is now, then every change until it has ended or waits.
   *
   * @throws TaskNotFoundError, UnsupportedOperationError when the task has ended.
   */
  subscribe: (
    id: string,
    scope: TaskScope,
  ) => Promise<AsyncGenerator<StreamResponse, void, undefined>>;
  list: (request: ListTasksRequest, scope: TaskScope) => Promise<ListTasksResponse>;
  /**
   * Ends a task as `CANCELED` and tells its executor to stop. A cancelled task stays as it is.
   *
   * @throws TaskNotFoundError, TaskNotCancelableError when the task has ended in another way.
   */
  cancel: (id: string, scope: TaskScope) => Promise<Task>;
  /**
   * Ends what is being worked on as `FAILED` with a text, rejects what waits for its turn, and tells
   * every executor to stop. Both are marked as what may be sent again. A task that waits for its
   * caller goes on to wait.
   */
  abortAll: (text: string) => void;
  /** The tasks that have ended or wait for their callers, the one that did so last first. */
  exportRecords: () => Iterable<StoredTask>;
  /**
   * Takes over a task from another process. False when there is one of its id, and when it is being
   * worked on: nobody here would go on with it.
   */
  adopt: (task: Task, scope: TaskScope) => Promise<boolean>;
}

const CANCELLED_TEXT = "Cancelled by the caller.";

const UNBEGUN_TEXT =
  "The agent had to go away before it began with the task. Send the message again: another replica takes it.";

/** Makes the registry of the tasks of a process. */
export function createTaskRegistry(options: TaskRegistryOptions): TaskRegistry {
  const { clock, observer, store } = options;
  const messages = createMessageMemory(clock);
  const saves = createSaveSchedule(clock);
  const places = createWorkPlaces(options);
  const running = createRunningTasks(options, { places, saves });
  // Between reading a record and acting on it nobody else may act on the same task.
  const lock = createKeyedLock();

  const find = async (id: string, scope: TaskScope): Promise<Task | undefined> =>
    running.find(id, scope)?.task ?? (await store.load(id, scope));

  const get = async (id: string, scope: TaskScope): Promise<Task> => {
    const task = await find(id, scope);
    if (task === undefined) {
      throw new TaskNotFoundError(`Task ${id} is not known here.`);
    }
    return task;
  };

  /** Resolves when no executor works on the task, and refuses to wait for one at work. */
  const untilIdle = async (id: string, scope: TaskScope): Promise<void> => {
    const run = running.find(id, scope);
    if (run === undefined) {
      return;
    }
    expectNotEnded(run.task);
    if (!isIdle(run.state)) {
      throw new UnsupportedOperationError(
        `Task ${id} is being worked on. Send the message when it asks for input, or without 'taskId' for a new task.`,
      );
    }
    // It has asked for input, and its executor is about to return.
    await run.settled;
  };

  const resumeIdle = async (
    message: Message,
    scope: TaskScope,
    settings: SendSettings | undefined,
  ): Promise<TaskRun> => {
    const task = await get(message.taskId, scope);
    expectNotEnded(task);
    if (message.contextId !== "" && message.contextId !== task.contextId) {
      throw new RequestMalformedError(
        `'contextId' (${message.contextId}) must be that of task ${task.id} (${task.contextId}), or missing.`,
      );
    }
    expectRoom(task);
    return running.start(
      { task: withMessage(task, message), message, scope },
      "follow-up",
      settings,
    );
  };

  const begin: TaskRegistry["begin"] = (message, scope, settings) =>
    running.start(
      { task: createTaskRecord(message, clock.now()), message, scope },
      "new",
      settings,
    );

  const resume: TaskRegistry["resume"] = async (message, scope, settings) => {
    const id = message.taskId;
    for (;;) {
      await untilIdle(id, scope);
      const run = await lock(id, async () =>
        // Meanwhile somebody else may have gone on with it.
        running.find(id, scope) === undefined ? resumeIdle(message, scope, settings) : undefined,
      );
      if (run !== undefined) {
        return run;
      }
    }
  };

  /** What a message was taken for that is not known to have come before. */
  const take: TaskRegistry["send"] = async (message, scope, settings) => {
    if (message.taskId === "") {
      const run = begin(message, scope, settings);
      messages.remember(message.messageId, scope, run.task.id);
      return run;
    }
    const resuming = resume(message, scope, settings);
    messages.rememberOnce(message.messageId, scope, message.taskId, resuming);
    return resuming;
  };

  const send: TaskRegistry["send"] = async (message, scope, settings) => {
    for (;;) {
      const taken = messages.find(message.messageId, scope);
      if (taken === undefined) {
        return take(message, scope, settings);
      }
      const id = await taken;
      const task = id === undefined ? undefined : await find(id, scope);
      if (id !== undefined && task !== undefined) {
        expectRepeated(task, message);
        return running.find(id, scope) ?? toSentTask(task);
      }
      // It was refused meanwhile, or its task is not known any more.
      messages.forget(message.messageId, scope, taken);
    }
  };

  return {
    get activeCount() {
      return places.activeCount;
    },
    get queuedCount() {
      return places.queuedCount;
    },
    capacity: places.capacity,
    send,
    begin,
    resume,
    get,
    subscribe: async (id, scope) => {
      const run = running.find(id, scope);
      const task = run?.task ?? (await get(id, scope));
      expectNotEnded(task);
      // A run may have begun while the record was read.
      return (run ?? running.find(id, scope) ?? toSentTask(task)).subscribe();
    },
    list: async (request, scope) => {
      await saves.flush();
      return store.list(request, scope);
    },
    cancel: (id, scope) =>
      lock(id, async () => {
        const run = running.find(id, scope);
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
        if (run !== undefined) {
          run.end("CANCELED", CANCELLED_TEXT);
          return run.task;
        }
        const update = createStatusUpdate(task, "CANCELED", CANCELLED_TEXT, clock.now());
        const cancelled = withStatus(task, update);
        await store.save(cancelled, scope);
        observer.onUpdate?.(scope, cancelled, {
          payload: { $case: "statusUpdate", value: update },
        });
        observer.onIdle?.("CANCELED");
        return cancelled;
      }),
    abortAll: (text) => {
      for (const run of running.getAll()) {
        if (run.state === "SUBMITTED") {
          run.end("REJECTED", UNBEGUN_TEXT, TERMINATED);
        } else if (!isIdle(run.state)) {
          run.end("FAILED", text, TERMINATED);
        }
        run.abort(new TaskEndedError(run.task.id, run.state));
      }
    },
    exportRecords: () => store.getIdle(),
    adopt: async (task, scope) =>
      isIdle(getState(task)) && !running.has(task.id) && (await store.add(task, scope)),
  };
}
