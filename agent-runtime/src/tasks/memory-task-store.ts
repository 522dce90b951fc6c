import { getHeapStatistics } from "node:v8";
import type { Task } from "@a2a-js/sdk";
import { type Clock, systemClock } from "../clock.js";
import { type AgedMap, createAgedMap } from "./aged-map.js";
import { getTaskBytes } from "./content-size.js";
import { toPage } from "./task-page.js";
import { getState } from "./task-record.js";
import { isIdle, isTerminal } from "./task-state.js";
import type { StoredTask, TaskScope, TaskStore } from "./task-store.js";

/** How long a task can be asked for after its end. */
export const DEFAULT_TASK_RETENTION_SECONDS = 3600;

/**
 * How much longer a task is kept that waits for its caller. It is not done: a person may have to
 * answer, who sleeps meanwhile, and with the record the work so far would be lost.
 */
const WAITING_RETENTION_FACTOR = 24;

/** What the tasks that nobody works on may take of the memory, roughly, however large it is. */
const MAX_IDLE_TASK_BYTES = 64 * 1024 * 1024;

/** Which part of a small heap they may take: work under load wants several times as much. */
const IDLE_TASK_HEAP_PART = 1 / 8;

export interface MemoryTaskStoreOptions {
  /**
   * What the tasks that nobody works on may take. Defaults to an eighth of what the heap may grow
   * to, and 64 MiB at most.
   */
  maxIdleBytes?: number;
  /**
   * How long a task is kept after its end, in seconds; 24 times as long when it waits for its
   * caller. Defaults to 3600.
   */
  taskRetentionSeconds?: number;
  clock?: Pick<Clock, "elapsedMs">;
}

interface Entry extends StoredTask {
  /** Counted while nobody works on the task. */
  bytes: number;
  changedMs: number;
}

/** In the order of their last change. */
type Entries = AgedMap<Entry>;

/** What idle tasks may take in a process whose heap may grow to so much. */
export function toMaxIdleTaskBytes(heapLimitBytes: number): number {
  return Math.min(MAX_IDLE_TASK_BYTES, heapLimitBytes * IDLE_TASK_HEAP_PART);
}

/**
 * Keeps tasks in memory.
 *
 * When those that nobody works on take too much, some are forgotten before their time: first those
 * that have ended, then those that wait for their caller, each in the order of their last change. The
 * last one to change stays.
 */
export function createMemoryTaskStore(options: MemoryTaskStoreOptions = {}): TaskStore {
  const {
    clock = systemClock,
    maxIdleBytes = toMaxIdleTaskBytes(getHeapStatistics().heap_size_limit),
    taskRetentionSeconds = DEFAULT_TASK_RETENTION_SECONDS,
  } = options;
  const endedRetentionMs = taskRetentionSeconds * 1000;
  const working: Entries = createAgedMap();
  const waiting: Entries = createAgedMap();
  const ended: Entries = createAgedMap();
  let idleBytes = 0;

  const find = (id: string): Entry | undefined =>
    working.get(id) ?? ended.get(id) ?? waiting.get(id);
  const remove = (id: string): void => {
    const idle = ended.get(id) ?? waiting.get(id);
    idleBytes -= idle?.bytes ?? 0;
    if (!working.delete(id) && !ended.delete(id)) {
      waiting.delete(id);
    }
  };
  const forgetOlder = (entries: Entries, retentionMs: number): void => {
    const untilMs = clock.elapsedMs() - retentionMs;
    for (
      let { oldest } = entries;
      oldest !== undefined && oldest.value.changedMs <= untilMs;
      oldest = entries.oldest
    ) {
      remove(oldest.key);
    }
  };
  const forgetExpired = (): void => {
    forgetOlder(ended, endedRetentionMs);
    forgetOlder(waiting, endedRetentionMs * WAITING_RETENTION_FACTOR);
  };
  const forgetSurplus = (entries: Entries, latestId: string): void => {
    for (
      let { oldest } = entries;
      oldest !== undefined && oldest.key !== latestId && idleBytes > maxIdleBytes;
      oldest = entries.oldest
    ) {
      remove(oldest.key);
    }
  };
  const keep = (task: Task, scope: TaskScope): void => {
    const state = getState(task);
    const entry: Entry = { task, scope, bytes: 0, changedMs: clock.elapsedMs() };
    if (!isIdle(state)) {
      remove(task.id);
      working.set(task.id, entry);
      return;
    }
    // Before the former record goes: what cannot be counted is not kept.
    entry.bytes = getTaskBytes(task);
    remove(task.id);
    (isTerminal(state) ? ended : waiting).set(task.id, entry);
    idleBytes += entry.bytes;
    forgetExpired();
    forgetSurplus(ended, task.id);
    forgetSurplus(waiting, task.id);
  };
  function* getTasks(scope: TaskScope): Generator<Task, void, undefined> {
    for (const entries of [working, waiting, ended]) {
      for (const entry of entries.values()) {
        if (entry.scope === scope) {
          yield entry.task;
        }
      }
    }
  }

  return {
    load: (id, scope) => {
      forgetExpired();
      const entry = find(id);
      return Promise.resolve(entry?.scope === scope ? entry.task : undefined);
    },
    save: (task, scope) => {
      keep(task, scope);
      return Promise.resolve();
    },
    add: (task, scope) => {
      forgetExpired();
      const isNew = find(task.id) === undefined;
      if (isNew) {
        keep(task, scope);
      }
      return Promise.resolve(isNew);
    },
    list: (request, scope) => {
      forgetExpired();
      return Promise.resolve(toPage(getTasks(scope), request));
    },
    getIdle: () => {
      forgetExpired();
      return [...ended.values(), ...waiting.values()]
        .sort((a, b) => b.changedMs - a.changedMs)
        .map(({ task, scope }) => ({ task, scope }));
    },
  };
}
