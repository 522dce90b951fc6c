import type { ListTasksRequest, ListTasksResponse, Task } from "@a2a-js/sdk";

/** Whose tasks are meant: a caller sees its own only. */
export type TaskScope = string;

/** A record and whose it is. */
export interface StoredTask {
  task: Task;
  scope: TaskScope;
}

/**
 * Keeps the records of tasks.
 *
 * The record of a task that is being worked on is saved now and then, and before it is listed; that
 * of one that has ended or waits is saved before its caller is told.
 */
export interface TaskStore {
  load: (id: string, scope: TaskScope) => Promise<Task | undefined>;
  /** Replaces the record. Calls for one task take effect in their order. */
  save: (task: Task, scope: TaskScope) => Promise<void>;
  /** Keeps a record unless there is one of the same id, of whoever. False when there is. */
  add: (task: Task, scope: TaskScope) => Promise<boolean>;
  /** Lists tasks, the one whose status changed last first (A2A 1.0, section 3.1.4). */
  list: (request: ListTasksRequest, scope: TaskScope) => Promise<ListTasksResponse>;
  /** The tasks that have ended or wait, the one that did so last first. */
  getIdle: () => Iterable<StoredTask>;
}
