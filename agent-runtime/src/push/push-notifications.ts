import type { StreamResponse, Task, TaskPushNotificationConfig } from "@a2a-js/sdk";
import type { TaskScope } from "../tasks/task-store.js";

/** The version of A2A that a caller speaks: notifications go out in the same. */
export type PushProtocolVersion = "1.0" | "0.3";

/**
 * Notifies callers of what becomes of their tasks, by POST requests to webhooks (A2A 1.0,
 * sections 3.1.7 to 3.1.10 and 4.3).
 *
 * Whoever calls has made sure that the task exists and belongs to the scope.
 */
export interface PushNotifications {
  /**
   * Checks a config that comes with a message: its texts, where its URL leads, and whether there is
   * room for it. Where a URL leads is checked again whenever a connection is opened.
   *
   * @param task - the task that the message goes on with; left out for a new one.
   * @throws RequestMalformedError that names the member, the rule and the remedy;
   *   UnsupportedOperationError when the task has too many configs, RefusedError when the process
   *   has.
   */
  check: (
    config: TaskPushNotificationConfig,
    task?: { scope: TaskScope; taskId: string },
  ) => Promise<void>;
  /**
   * Keeps a config that was checked. Without a wait in between: no event of the task is missed.
   * Callers leave the same config with every message of a task: it is kept once.
   *
   * @throws what `check` throws.
   */
  add: (
    scope: TaskScope,
    task: Task,
    config: TaskPushNotificationConfig,
    protocolVersion: PushProtocolVersion,
  ) => TaskPushNotificationConfig;
  /**
   * Checks and keeps a config for a task that exists. It takes the place of one with the same id;
   * an empty id is made up. Events of the task that come while it is checked are sent, too.
   *
   * @throws what `check` throws.
   */
  create: (
    scope: TaskScope,
    task: Task,
    config: TaskPushNotificationConfig,
    protocolVersion: PushProtocolVersion,
  ) => Promise<TaskPushNotificationConfig>;
  /** @throws TaskNotFoundError when the task has no such config (A2A 1.0, section 3.1.8). */
  get: (scope: TaskScope, taskId: string, configId: string) => TaskPushNotificationConfig;
  /** All configs of a task, the oldest first. */
  list: (scope: TaskScope, taskId: string) => TaskPushNotificationConfig[];
  /** Ends a config: nothing more is sent. Without effect when there is none. */
  delete: (scope: TaskScope, taskId: string, configId: string) => void;
  /** Is told of every change of a task, after the record has it. */
  readonly observer: {
    onUpdate: (scope: TaskScope, task: Task, event: StreamResponse) => void;
  };
  /** How many notifications have not been delivered, and not been given up. */
  readonly pendingCount: number;
  /**
   * Resolves when nothing is pending any more, or the signal is aborted: then the rest is given up.
   * Connections are closed. From then on nothing is sent.
   */
  settle: (cut: AbortSignal) => Promise<void>;
}

/** What became of a notification. */
export type PushOutcome =
  /** The webhook answered with 2xx. */
  | "delivered"
  /** Every attempt failed, or the webhook refused it for good. */
  | "failed"
  /** The webhook is at an address that notifications must not go to. */
  | "refused"
  /** Given up without an attempt: too many were waiting, or the process or the config went away. */
  | "dropped";
