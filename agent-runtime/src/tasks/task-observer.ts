import type { StreamResponse, Task } from "@a2a-js/sdk";
import type { TaskState } from "../agent-task.js";
import type { TaskScope } from "./task-store.js";

/** Names a task that was accepted. */
export interface AcceptedTask {
  taskId: string;
  contextId: string;
  scope: TaskScope;
}

/** Is told what becomes of tasks, in the turn in which it happens. It must not throw. */
export interface TaskObserver {
  /** A message is worked on, or waits for its turn: the first of a task or a later one. */
  onAccepted?: (facts: AcceptedTask) => void;
  /** A message left the queue after so many milliseconds; 0 when it did not have to wait. */
  onWorkBegin: (queuedMs: number) => void;
  /** The executor told something for the first time, so long after the message was accepted. */
  onFirstEvent: (elapsedMs: number) => void;
  /**
   * The state or an artifact of a task changed. Called for every event, in order, when the record
   * has it. The record's lists go on growing while the task is worked on: what is needed of them
   * later is copied.
   */
  onUpdate: (scope: TaskScope, task: Task, event: StreamResponse) => void;
  /** A task ended or waits for its caller. */
  onIdle: (state: TaskState) => void;
  /**
   * The work on a message is over, so many milliseconds after it left the queue; 0 when it never
   * did.
   */
  onWorkEnd: (state: TaskState, durationMs: number) => void;
}

/** Makes one observer of several, which are told in their order. */
export function combineObservers(observers: readonly Partial<TaskObserver>[]): TaskObserver {
  return {
    onAccepted: (facts) => {
      for (const observer of observers) {
        observer.onAccepted?.(facts);
      }
    },
    onWorkBegin: (queuedMs) => {
      for (const observer of observers) {
        observer.onWorkBegin?.(queuedMs);
      }
    },
    onFirstEvent: (elapsedMs) => {
      for (const observer of observers) {
        observer.onFirstEvent?.(elapsedMs);
      }
    },
    onUpdate: (scope, task, event) => {
      for (const observer of observers) {
        observer.onUpdate?.(scope, task, event);
      }
    },
    onIdle: (state) => {
      for (const observer of observers) {
        observer.onIdle?.(state);
      }
    },
    onWorkEnd: (state, durationMs) => {
      for (const observer of observers) {
        observer.onWorkEnd?.(state, durationMs);
      }
    },
  };
}
