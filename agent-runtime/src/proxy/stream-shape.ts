import type { Message, StreamResponse, Task } from "@a2a-js/sdk";
import { withHistoryLength } from "../tasks/task-record.js";
import { fromWireState, isIdle, toWireState } from "../tasks/task-state.js";

/** Gives the events of an agent the order that A2A 1.0 wants: a task first and once, then its changes. */
export interface StreamShape {
  /** What a reader is told for an event of the agent. */
  take: (event: StreamResponse) => StreamResponse[];
  /** What a reader is told of the whole task when it was asked for. */
  takeTask: (task: Task) => StreamResponse[];
}

export interface StreamShapeOptions {
  /** The message that the stream answers, where there is one. */
  message: Message | undefined;
  /** How many messages of its history the task has at most; undefined for all of them. */
  historyLength: number | undefined;
}

/** Makes the shape of a stream. */
export function createStreamShape({ historyLength, message }: StreamShapeOptions): StreamShape {
  let isTaskTold = false;
  let toldStatus = "";

  const tellTask = (task: Task): StreamResponse => {
    isTaskTold = true;
    const value = withHistoryLength(task, historyLength);
    return { payload: { $case: "task", value } };
  };
  const takeTask = (task: Task): StreamResponse[] => {
    const status = JSON.stringify(task.status);
    const isKnown = status === toldStatus;
    toldStatus = status;
    if (!isTaskTold) {
      return [tellTask(task)];
    }
    return isKnown ? toArtifacts(task) : [...toArtifacts(task), toStatus(task)];
  };
  const takeUpdate = (event: StreamResponse, ids: TaskIds): StreamResponse[] =>
    isTaskTold ? [event] : [tellTask(toFirstTask(ids, event, message)), event];

  return {
    takeTask,
    take: (event) => {
      const { payload } = event;
      switch (payload?.$case) {
        case "task":
          return takeTask(payload.value);
        case "statusUpdate":
          toldStatus = JSON.stringify(payload.value.status);
          return takeUpdate(event, payload.value);
        case "artifactUpdate":
          return takeUpdate(event, payload.value);
        case "message":
          // Within the stream of a task there is none (A2A 1.0, section 3.1.2).
          return isTaskTold ? [] : [event];
        case undefined:
          return [];
      }
    },
  };
}

interface TaskIds {
  taskId: string;
  contextId: string;
}

/** The task of an agent that begins with a change of it. */
function toFirstTask(
  { contextId, taskId }: TaskIds,
  { payload }: StreamResponse,
  message: Message | undefined,
): Task {
  const status = payload?.$case === "statusUpdate" ? payload.value.status : undefined;
  const isOver = isIdle(fromWireState(status?.state));
  return {
    id: taskId,
    contextId,
    status: {
      state: isOver || status === undefined ? toWireState("WORKING") : status.state,
      message: undefined,
      timestamp: status?.timestamp,
    },
    artifacts: [],
    history: message === undefined ? [] : [{ ...message, taskId, contextId }],
    metadata: undefined,
  };
}

function toArtifacts({ artifacts, contextId, id: taskId }: Task): StreamResponse[] {
  return artifacts.map((artifact) => ({
    payload: {
      $case: "artifactUpdate",
      value: { taskId, contextId, artifact, append: false, lastChunk: true, metadata: undefined },
    },
  }));
}

function toStatus({ contextId, id: taskId, status }: Task): StreamResponse {
  const value = { taskId, contextId, status, metadata: undefined };
  return { payload: { $case: "statusUpdate", value } };
}
