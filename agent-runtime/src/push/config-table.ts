import type { Task } from "@a2a-js/sdk";
import { UnsupportedOperationError } from "@a2a-js/sdk/errors";
import type { Clock } from "../clock.js";
import { RefusedError } from "../errors.js";
import { fromWireState, isIdle, isTerminal } from "../tasks/task-state.js";
import type { TaskScope } from "../tasks/task-store.js";
import type { PushLane } from "./push-lane.js";

/** How many configs one task has at most. */
const MAX_CONFIGS_PER_TASK = 10;

/** How many configs this process keeps at most. */
const MAX_CONFIGS = 5_000;

/** How long configs of a task that has ended can still be read. */
const RETENTION_MS = 10 * 60 * 1_000;

/** The configs of one task. */
interface TaskConfigs {
  scope: TaskScope;
  /** By the id of the config, the oldest first. */
  lanes: Map<string, PushLane>;
  /** Nobody works on the task. */
  isIdle: boolean;
}

/** The configs of all tasks. */
export interface ConfigTable {
  /** The lanes of a task, undefined when it has none. */
  getLanes: (scope: TaskScope, taskId: string) => ReadonlyMap<string, PushLane> | undefined;
  /**
   * Makes sure that there would be room for one more config of a task, or of one that is not there
   * yet.
   *
   * @throws what `add` throws.
   */
  expectRoom: (scope: TaskScope, taskId: string) => void;
  /**
   * Adds a lane to those of a task. Configs of tasks that nobody works on make room.
   *
   * @throws UnsupportedOperationError when the task has too many, RefusedError when all have.
   */
  add: (scope: TaskScope, task: Task, configId: string, createLane: () => PushLane) => PushLane;
  /** Closes a lane and forgets it. */
  remove: (taskId: string, lane: PushLane) => void;
  /** Notes in which state a task is now. */
  note: (task: Task) => void;
  /** Closes all lanes and forgets them. */
  clear: () => void;
}

/** Makes a table. Configs of a task that has ended leave it some time after. */
export function createConfigTable(clock: Clock, maxConfigs = MAX_CONFIGS): ConfigTable {
  // Those whose state was noted longest ago come first.
  const tasks = new Map<string, TaskConfigs>();
  // When tasks ended, the first one first.
  const endedMs = new Map<string, number>();
  let count = 0;

  const isPending = ({ lanes }: TaskConfigs): boolean =>
    [...lanes.values()].some(({ pendingCount }) => pendingCount > 0);

  const forget = (taskId: string, { lanes }: TaskConfigs): void => {
    for (const lane of lanes.values()) {
      lane.close();
    }
    count -= lanes.size;
    tasks.delete(taskId);
    endedMs.delete(taskId);
  };
  const forgetEnded = (): void => {
    const dueMs = clock.elapsedMs() - RETENTION_MS;
    for (const [taskId, ended] of endedMs) {
      if (ended > dueMs) {
        return;
      }
      const configs = tasks.get(taskId);
      if (configs !== undefined && !isPending(configs)) {
        forget(taskId, configs);
      }
    }
  };
  /** Finds the configs that matter least: of the task that nobody has worked on for the longest time. */
  const findIdle = (): [string, TaskConfigs] | undefined =>
    [...tasks].find(([, configs]) => configs.isIdle && !isPending(configs));
  const expectRoom = (scope: TaskScope, taskId: string): void => {
    forgetEnded();
    if ((getLanes(scope, taskId)?.size ?? 0) >= MAX_CONFIGS_PER_TASK) {
      throw new UnsupportedOperationError(
        `Task ${taskId} has ${MAX_CONFIGS_PER_TASK} push notification configs, which is the most. Delete one.`,
      );
    }
    if (count >= maxConfigs && findIdle() === undefined) {
      throw new RefusedError(
        "AGENT_OVERLOADED",
        "The agent notifies as many callers as it can. Ask again later, or read the task instead.",
      );
    }
  };
  const makeRoom = (): void => {
    const idle = count < maxConfigs ? undefined : findIdle();
    if (idle !== undefined) {
      forget(...idle);
    }
  };
  const note = (task: Task): void => {
    const configs = tasks.get(task.id);
    if (configs === undefined) {
      return;
    }
    const state = fromWireState(task.status?.state);
    configs.isIdle = isIdle(state);
    tasks.delete(task.id);
    tasks.set(task.id, configs);
    if (isTerminal(state) && !endedMs.has(task.id)) {
      endedMs.set(task.id, clock.elapsedMs());
      forgetEnded();
    }
  };
  const getLanes = (scope: TaskScope, taskId: string): Map<string, PushLane> | undefined => {
    const configs = tasks.get(taskId);
    return configs?.scope === scope ? configs.lanes : undefined;
  };

  return {
    getLanes,
    expectRoom,
    add: (scope, task, configId, createLane) => {
      expectRoom(scope, task.id);
      makeRoom();
      const lanes = getLanes(scope, task.id) ?? new Map<string, PushLane>();
      const lane = createLane();
      lanes.set(configId, lane);
      count += 1;
      tasks.set(task.id, { scope, lanes, isIdle: false });
      note(task);
      return lane;
    },
    remove: (taskId, lane) => {
      lane.close();
      const configs = tasks.get(taskId);
      if (configs?.lanes.get(lane.target.config.id) === lane) {
        configs.lanes.delete(lane.target.config.id);
        count -= 1;
        if (configs.lanes.size === 0) {
          forget(taskId, configs);
        }
      }
    },
    note,
    clear: () => {
      for (const [taskId, configs] of tasks) {
        forget(taskId, configs);
      }
    },
  };
}
