import { Task } from "@a2a-js/sdk";
import { z } from "zod";
import { getState } from "../tasks/task-record.js";
import { isIdle } from "../tasks/task-state.js";
import type { StoredTask } from "../tasks/task-store.js";

/** Where a replica takes tasks from one that goes away. On the A2A port, for siblings alone. */
export const HAND_OVER_PATH = "/.well-known/berth/tasks";

/** Replicas of two versions meet in every rollout: another form of the records is another number. */
const FORM = 1;

const bodySchema = z.object({
  form: z.literal(FORM, `must be ${FORM}.`),
  tasks: z.array(z.object({ scope: z.string(), task: z.looseObject({}) })),
});

/** What the replica that takes tasks says. */
export const takenSchema = z.object({ taken: z.array(z.string()) });

/** The JSON of one task. */
export function toRecordText({ scope, task }: StoredTask): string {
  return JSON.stringify({ scope, task: Task.toJSON(task) });
}

/** The body that carries the JSON of tasks. */
export function toBodyText(records: readonly string[]): string {
  return `{"form":${FORM},"tasks":[${records.join(",")}]}`;
}

/**
 * Reads a body that carries tasks.
 *
 * @throws Error when it is none, or when somebody still works on a task in it.
 */
export function readBodyText(text: string): StoredTask[] {
  const { tasks } = bodySchema.parse(JSON.parse(text));
  return tasks.map(({ scope, task: json }) => {
    const task = Task.fromJSON(json);
    if (task.id === "" || task.contextId === "" || !isIdle(getState(task))) {
      throw new Error(`A task that is handed over (${task.id}) must have ended, or wait.`);
    }
    return { scope, task };
  });
}
