import { setImmediate } from "node:timers/promises";
import { Message, type Task } from "@a2a-js/sdk";
import { createDrain, type Drain } from "@berth/agent-runtime";
import { createPeers } from "../../../agent-runtime/src/peers/create-peers.ts";
import {
  createMemoryTaskStore,
  type MemoryTaskStoreOptions,
} from "../../../agent-runtime/src/tasks/memory-task-store.ts";
import { getState } from "../../../agent-runtime/src/tasks/task-record.ts";
import {
  createTaskRegistry,
  type TaskRegistry,
  type TaskRegistryOptions,
} from "../../../agent-runtime/src/tasks/task-registry.ts";
import type { TaskStore } from "../../../agent-runtime/src/tasks/task-store.ts";
import { createHeldExecutor, type HeldExecutor } from "../held-executor.ts";
import { createManualClock, type ManualClock } from "../manual-clock.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";

/** Whose tasks the tests of the registry are. */
export const SCOPE = "caller";

/** How long the drains of these tests wait. */
export const MAX_TASK_SECONDS = 100;

export interface RegistryUnderTest {
  registry: TaskRegistry;
  held: HeldExecutor;
  clock: ManualClock;
  drain: Drain;
  log: RecordedLog;
  store: TaskStore;
  exits: (0 | 1)[];
}

/** Makes a registry whose executor the test holds, without a protocol in front of it. */
export function createRegistryUnderTest(
  settings: Partial<TaskRegistryOptions> & { storeOptions?: MemoryTaskStoreOptions } = {},
): RegistryUnderTest {
  const clock = createManualClock();
  const log = createRecordedLog();
  const held = createHeldExecutor();
  const exits: (0 | 1)[] = [];
  const drain = createDrain({
    maxTaskSeconds: MAX_TASK_SECONDS,
    clock,
    abortTasks: () => {
      registry.abortAll("aborted");
    },
    exit: (code) => exits.push(code),
  });
  const store = createMemoryTaskStore({ clock, ...settings.storeOptions });
  const registry = createTaskRegistry({
    executor: held.execute,
    createTaskPeers: createPeers([], () => undefined),
    store,
    drain,
    clock,
    createTaskLog: () => log,
    observer: {},
    ...settings,
  });
  drain.markReady();
  return { registry, held, clock, drain, log, store, exits };
}

let messages = 0;

/** A message under an id of its own, unless one is given. */
export function toMessage(text: string, ids: object = {}): Message {
  messages += 1;
  const messageId = `message-${messages}`;
  return Message.fromJSON({ messageId, role: "ROLE_USER", parts: [{ text }], ...ids });
}

/** Lets everything happen that only waits for its turn. */
export async function settle(turns = 4): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await setImmediate();
  }
}

/** The state of a task, and what the agent says about it. */
export function describeTask(task: Task): string {
  const part = task.status?.message?.parts[0]?.content;
  return part?.$case === "text" ? `${getState(task)}: ${part.value}` : getState(task);
}
