import type { StreamResponse, Task } from "@a2a-js/sdk";
import { createEventQueue } from "./event-queue.js";

/** A message that was taken, as its sender sees it. */
export interface SentTask {
  /** The record as it is now. */
  readonly task: Task;
  /** Resolves when the task has ended or waits for its caller. */
  readonly idle: Promise<Task>;
  /** The record as it is now, then every change, until the task has ended or waits. */
  subscribe: () => AsyncGenerator<StreamResponse, void, undefined>;
}

/** A message that was taken before, and whose task nobody works on. */
export function toSentTask(task: Task): SentTask {
  return {
    task,
    idle: Promise.resolve(task),
    subscribe: () => {
      const reader = createEventQueue({ readTask: () => task, onLeave: () => undefined });
      reader.close();
      return reader.events;
    },
  };
}
