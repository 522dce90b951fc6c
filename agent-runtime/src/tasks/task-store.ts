import type { ListTasksRequest, ListTasksResponse, Task } from "@a2a-js/sdk";

/** Whose tasks are meant: a caller sees its own only. */
export type TaskScope = string;

/** Keeps the records of tasks. */
export interface TaskStore {
  load: (id: string, scope: TaskScope) => Promise<Task | undefined>;
  /** Replaces the record. Calls for one task take effect in their order. */
  save: (task: Task, scope: TaskScope) => Promise<void>;
  /** Lists tasks, the one whose status changed last first (A2A 1.0, section 3.1.4). */
  list: (request: ListTasksRequest, scope: TaskScope) => Promise<ListTasksResponse>;
}
