import type { Message, Task, TaskStatusUpdateEvent } from "@a2a-js/sdk";
import { createStatusUpdate } from "../tasks/task-record.js";
import { TERMINATED, TERMINATED_TEXT } from "../tasks/terminated-task.js";

/** What is said about a task that ended and that the agent did not end: to people, and to programs. */
export interface Loss {
  text: string;
  metadata: { reason: LossReason | (typeof TERMINATED)["reason"]; retryable: boolean };
}

/** Why the agent did not end a task, though the process goes on. */
type LossReason = "AGENT_FAILED" | "AGENT_RESTARTED";

/** The process goes away with the agent. */
export const TERMINATION: Loss = { text: TERMINATED_TEXT, metadata: TERMINATED };

/** The agent does not know the task any more. */
export const RESTART: Loss = {
  text: "The agent broke off before the task was done, and does not know it any more. Send the message again.",
  metadata: { reason: "AGENT_RESTARTED", retryable: true },
};

/** The agent has ended the stream of a task with an error, and left the task as it was. */
export function toFailure(error: Error): Loss {
  return { text: error.message, metadata: { reason: "AGENT_FAILED", retryable: false } };
}

const REASONS: readonly unknown[] = [
  "AGENT_FAILED",
  "AGENT_RESTARTED",
] satisfies readonly LossReason[];

/** True when it was not the agent that ended a task: it may know better by now. */
export function isLost({ status }: Task): boolean {
  const metadata: Message["metadata"] = status?.message?.metadata;
  return REASONS.includes(metadata?.["reason"]);
}

/** Tells that a task has failed without the agent. */
export function createLossUpdate(
  task: Task,
  { metadata, text }: Loss,
  timestamp: Date,
): TaskStatusUpdateEvent {
  return createStatusUpdate(task, "FAILED", text, timestamp, metadata);
}
