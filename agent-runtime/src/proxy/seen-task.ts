import type { StreamResponse, Task } from "@a2a-js/sdk";
import { fromWireState } from "../tasks/task-state.js";
import { getState } from "../tasks/task-record.js";
import type { SeenTask } from "./tracked-work.js";

/** What a task of the agent says. */
export function fromTask(task: Task): SeenTask {
  return { taskId: task.id, contextId: task.contextId, state: getState(task) };
}

/** What an event of a stream says about its task; undefined when it has none. */
export function fromEvent({ payload }: StreamResponse): SeenTask | undefined {
  switch (payload?.$case) {
    case "task":
      return fromTask(payload.value);
    case "statusUpdate": {
      const { contextId, status, taskId } = payload.value;
      return { taskId, contextId, state: fromWireState(status?.state) };
    }
    case "artifactUpdate":
      // Whoever makes something works.
      return {
        taskId: payload.value.taskId,
        contextId: payload.value.contextId,
        state: "WORKING",
      };
    case "message":
    case undefined:
      return undefined;
  }
}
