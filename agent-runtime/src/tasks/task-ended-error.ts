import type { TaskState } from "../agent-task.js";

/** The task changes no more, or not before its caller has answered. */
export class TaskEndedError extends Error {
  readonly taskId: string;
  readonly state: TaskState;

  constructor(taskId: string, state: TaskState) {
    super(
      state === "INPUT_REQUIRED" || state === "AUTH_REQUIRED"
        ? `Task ${taskId} waits for its caller. Return from the executor: it is called with the answer.`
        : `Task ${taskId} has ended (${state}). Return from the executor: nothing more reaches the caller.`,
    );
    this.name = "TaskEndedError";
    this.taskId = taskId;
    this.state = state;
  }
}
