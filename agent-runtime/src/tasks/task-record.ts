import type { Message, Part, Task, TaskStatusUpdateEvent } from "@a2a-js/sdk";
import type { TaskState } from "../agent-task.js";
import { createId } from "./create-id.js";
import { fromWireState, isIdle, toWireState } from "./task-state.js";
import { createAgentMessage } from "./wire-content.js";

// The record of a task is never changed in place: whoever holds one holds a snapshot.

/** A task that nobody has worked on yet. */
export function createTaskRecord(message: Message, timestamp: Date): Task {
  const contextId = message.contextId === "" ? createId() : message.contextId;
  const id = createId();
  return {
    id,
    contextId,
    status: {
      state: toWireState("SUBMITTED"),
      message: undefined,
      timestamp: timestamp.toISOString(),
    },
    artifacts: [],
    history: [{ ...message, taskId: id, contextId }],
    metadata: undefined,
  };
}

/** The state of a task. */
export function getState(task: Task): TaskState {
  return fromWireState(task.status?.state);
}

/** The task with one more message of its caller. */
export function withMessage(task: Task, message: Message): Task {
  const own = { ...message, taskId: task.id, contextId: task.contextId };
  return { ...task, history: [...task.history, own] };
}

/**
 * What tells that a task is in a state, and what the agent says about it: to people in a text, to
 * programs in the metadata of that message.
 */
export function createStatusUpdate(
  task: Task,
  state: TaskState,
  text: string | undefined,
  timestamp: Date,
  metadata?: Message["metadata"],
): TaskStatusUpdateEvent {
  const ids = { taskId: task.id, contextId: task.contextId };
  return {
    ...ids,
    status: {
      state: toWireState(state),
      message: text === undefined ? undefined : createAgentMessage(text, ids, metadata),
      timestamp: timestamp.toISOString(),
    },
    metadata: undefined,
  };
}

/**
 * The task in its new state. What the agent says at an end or a question is part of the
 * conversation; progress is not, or the history of a long task would be nothing else.
 */
export function withStatus(task: Task, { status }: TaskStatusUpdateEvent): Task {
  const said = isIdle(fromWireState(status?.state)) ? status?.message : undefined;
  return {
    ...task,
    status,
    history: said === undefined ? task.history : [...task.history, said],
  };
}

/**
 * Puts more parts after those of a list. A text goes on where one of the same kind ended: an agent
 * that hands over every word has one part in the end, not thousands.
 */
export function joinParts(parts: Part[], more: readonly Part[]): void {
  for (const part of more) {
    const last = parts.at(-1);
    const text = last === undefined ? undefined : joinTexts(last, part);
    if (text === undefined) {
      parts.push(part);
    } else {
      parts[parts.length - 1] = text;
    }
  }
}

function joinTexts(part: Part, next: Part): Part | undefined {
  const isSameKind =
    part.mediaType === next.mediaType &&
    part.filename === next.filename &&
    part.metadata === undefined &&
    next.metadata === undefined;
  return isSameKind && part.content?.$case === "text" && next.content?.$case === "text"
    ? { ...part, content: { $case: "text", value: part.content.value + next.content.value } }
    : undefined;
}

/** The task with at most so many of its latest messages (A2A 1.0, section 3.2.4). */
export function withHistoryLength(task: Task, historyLength: number | undefined): Task {
  if (historyLength === undefined) {
    return task;
  }
  return { ...task, history: historyLength === 0 ? [] : task.history.slice(-historyLength) };
}
