import type { Message, Task } from "@a2a-js/sdk";
import type { AgentExecutor, AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { WorkKind } from "../drain.js";
import type { CreateTaskPeers } from "../peers/create-peers.js";
import { createAgedMap } from "./aged-map.js";
import type { SaveSchedule } from "./save-schedule.js";
import type { TaskObserver } from "./task-observer.js";
import { createTaskRun, type TaskRun } from "./task-run.js";
import type { TaskScope, TaskStore } from "./task-store.js";
import type { WorkPlaces } from "./work-places.js";

export interface RunningTasksOptions {
  executor: AgentExecutor;
  /** Makes the peers of a task from its signal and its time. */
  createTaskPeers: CreateTaskPeers;
  store: Pick<TaskStore, "save">;
  clock: Clock;
  /** Makes the log of a task. */
  createTaskLog: (facts: { taskId: string; contextId: string }) => AgentLog;
  observer: Partial<TaskObserver>;
  /** How long an executor may work on a message, in seconds. No limit by default. */
  maxExecutionSeconds?: number | undefined;
}

/** What they share with the rest of the process. */
export interface RunningTasksGround {
  places: Pick<WorkPlaces, "enter">;
  saves: SaveSchedule;
}

/** How a message is taken. */
export interface SendSettings {
  /** What the caller can take; empty for anything. */
  acceptedOutputModes?: readonly string[];
  /**
   * Is told of the task when the message begins work or continues it, before the first event of it;
   * not when the message was taken before. What it throws is thrown on, and the task is rejected.
   */
  onBegun?: (task: Task) => void;
  /** How long the caller waits for the end of the task, in milliseconds. Defaults to as long as it takes. */
  timeoutMs?: number | undefined;
}

/** A message that a task begins or goes on with. */
export interface TaskMessage {
  /** With the message. */
  task: Task;
  message: Message;
  scope: TaskScope;
}

/** The tasks of this process that an executor works on, or that wait for their turn. */
export interface RunningTasks {
  /** The run of a task of that scope. */
  find: (id: string, scope: TaskScope) => TaskRun | undefined;
  /** True when there is a run of the task, whatever its scope. */
  has: (id: string) => boolean;
  /** The one that began first comes first. */
  getAll: () => readonly TaskRun[];
  /**
   * Has a message worked on. It waits while all there may be are worked on.
   *
   * @throws RefusedError while the process goes away, and when too many tasks wait.
   */
  start: (taken: TaskMessage, kind: WorkKind, settings?: SendSettings) => TaskRun;
}

const REFUSED_TEXT = "The message was refused.";

/** Makes what runs the tasks of a process. */
export function createRunningTasks(
  options: RunningTasksOptions,
  { places, saves }: RunningTasksGround,
): RunningTasks {
  const { clock, observer } = options;
  const runs = createAgedMap<{ run: TaskRun; scope: TaskScope }>();

  const start: RunningTasks["start"] = (
    { message, scope, task },
    kind,
    { acceptedOutputModes = [], onBegun, timeoutMs } = {},
  ) => {
    const { hasTurn, leave } = places.enter(kind, () => {
      run.begin();
    });
    const run = createTaskRun(task, message, {
      scope,
      executor: options.executor,
      createTaskPeers: options.createTaskPeers,
      createLog: () => options.createTaskLog({ taskId: task.id, contextId: task.contextId }),
      clock,
      save: (next) => options.store.save(next, scope),
      saves,
      observer,
      maxExecutionSeconds: options.maxExecutionSeconds,
      timeoutMs,
      acceptedOutputModes,
    });
    runs.set(task.id, { run, scope });
    void run.settled.then(() => {
      runs.delete(task.id);
      leave();
    });
    observer.onAccepted?.({ taskId: task.id, contextId: task.contextId, scope });
    try {
      onBegun?.(task);
    } catch (error) {
      run.end("REJECTED", REFUSED_TEXT);
      throw error;
    }
    if (hasTurn) {
      run.begin();
    } else {
      run.wait();
    }
    return run;
  };

  return {
    find: (id, scope) => {
      const entry = runs.get(id);
      return entry?.scope === scope ? entry.run : undefined;
    },
    has: (id) => runs.get(id) !== undefined,
    getAll: () => Array.from(runs.values(), ({ run }) => run).reverse(),
    start,
  };
}
