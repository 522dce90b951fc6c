import type { Task, TaskStatusUpdateEvent } from "@a2a-js/sdk";
import { createStatusUpdate } from "../tasks/task-record.js";
import { TERMINATED, TERMINATED_TEXT } from "../tasks/terminated-task.js";

/** What is said about a task that ended and that the agent did not end: to people, and to programs. */
interface Loss {
  text: string;
  metadata: { reason: string; retryable: boolean };
}

/** The process goes away with the agent. */
export const TERMINATION: Loss = { text: TERMINATED_TEXT, metadata: TERMINATED };

/** The agent does not know the task any more. */
export const RESTART: Loss = {
  text: "The agent broke off before the task was done, and does not know it any more. Send the message again.",
  metadata: { reason: "AGENT_RESTARTED", retryable: true },
};

/** Tells that a task has failed without the agent. */
export function createLossUpdate(
  task: Task,
  { metadata, text }: Loss,
  timestamp: Date,
): TaskStatusUpdateEvent {
  return createStatusUpdate(task, "FAILED", text, timestamp, metadata);
}
