import type { Task } from "@a2a-js/sdk";
import { UnsupportedOperationError } from "@a2a-js/sdk/errors";
import { RefusedError } from "../errors.js";
import { getTaskBytes } from "./content-size.js";
import { getState } from "./task-record.js";
import { isTerminal } from "./task-state.js";

/** What a task may take with which its caller goes on. */
const MAX_CONTINUED_TASK_BYTES = 32 * 1024 * 1024;

/**
 * Checks that a task is small enough to be gone on with: a conversation that never ends is a record
 * that nothing bounds.
 *
 * @throws RefusedError.
 */
export function expectRoom(task: Task): void {
  const bytes = getTaskBytes(task);
  if (bytes > MAX_CONTINUED_TASK_BYTES) {
    throw new RefusedError(
      "PAYLOAD_TOO_LARGE",
      `Task ${task.id} has grown to ${bytes} bytes, and goes on only below ${MAX_CONTINUED_TASK_BYTES}. ` +
        "Send the message without 'taskId' for a new task.",
    );
  }
}

/** @throws UnsupportedOperationError when nothing changes the task any more. */
export function expectNotEnded(task: Task): void {
  const state = getState(task);
  if (isTerminal(state)) {
    throw new UnsupportedOperationError(
      `Task ${task.id} has ended (${state}). Send the message without 'taskId' for a new task.`,
    );
  }
}
