import type { Task } from "@a2a-js/sdk";
import { type FollowedWork, followWork, type FollowWorkOptions } from "./follow-work.js";

/** Follows a task to its end, whoever waits for it. Resolves to the last that is known of it. */
export async function seeThrough(
  task: Task,
  followed: FollowedWork,
  options: FollowWorkOptions,
): Promise<Task> {
  let last = task;
  try {
    for await (const next of followWork(task, followed, options)) {
      last = next;
    }
  } catch (error) {
    options.log.error({ taskId: task.id, err: error }, "A task could not be followed");
    followed.work.end("FAILED");
  }
  return last;
}
