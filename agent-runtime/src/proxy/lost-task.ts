import type { Task, TaskStatusUpdateEvent } from "@a2a-js/sdk";
import { createStatusUpdate } from "../tasks/task-record.js";

/** Why a task ended that the agent did not end. */
export type LossReason = "AGENT_RESTARTED" | "POD_TERMINATED";

const TEXTS: Readonly<Record<LossReason, string>> = {
  AGENT_RESTARTED:
    "The agent broke off before the task was done, and does not know it any more. Send the message again.",
  POD_TERMINATED:
    "The agent had to go away before the task was done. Send the message again: another replica takes it.",
};

/** Tells that a task has failed without the agent, and to programs that it may be sent again. */
export function createLossUpdate(
  task: Pick<Task, "contextId" | "id">,
  reason: LossReason,
  timestamp: Date,
): TaskStatusUpdateEvent {
  const metadata = { reason, retryable: true };
  return createStatusUpdate(task as Task, "FAILED", TEXTS[reason], timestamp, metadata);
}
