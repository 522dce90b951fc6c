import type { Message, SendMessageRequest, Task } from "@a2a-js/sdk";
import { getState } from "../tasks/task-record.js";
import { isIdle } from "../tasks/task-state.js";
import { isNotTaken, toCallerError } from "../upstream/upstream-error.js";
import type { AgentCalls } from "./agent-calls.js";
import type { FollowedWork, FollowWorkOptions } from "./follow-work.js";
import { seeThrough } from "./see-through.js";
import { fromTask } from "./seen-task.js";
import type { TrackedWork } from "./tracked-work.js";

export interface SendMessageOptions extends FollowWorkOptions {
  calls: Pick<AgentCalls, "getTask" | "sendMessage" | "sendMessageStream">;
}

/** A message that has its turn. */
export interface SentMessage extends FollowedWork {
  request: SendMessageRequest;
}

/**
 * Sends a message and resolves to the answer. Unless the caller wants it at once, that is when the task
 * has ended or waits (A2A 1.0, section 3.2.2), also where the agent answers before.
 *
 * @throws what the agent refuses the message with, RefusedError when it gives no answer.
 */
export async function sendMessage(
  sent: SentMessage,
  options: SendMessageOptions,
): Promise<Message | Task> {
  const { asking, request, work } = sent;
  let answer: Message | Task;
  try {
    answer = await options.calls.sendMessage(request, asking);
  } catch (error) {
    throw failWithoutTask(work, error);
  }
  if ("messageId" in answer) {
    work.end("COMPLETED");
    return answer;
  }
  const task = answer;
  work.see(fromTask(task));
  if (isIdle(getState(task))) {
    // The answer may be of a task that is not the one of this work.
    work.end(getState(task));
    return task;
  }
  const following = seeThrough(task, sent, options);
  if (request.configuration?.returnImmediately === true) {
    return task;
  }
  const last = await following;
  return readWhole(last, sent, options);
}

/** Ends work of which no task has come. Returns what its caller is told. */
export function failWithoutTask(work: TrackedWork, error: unknown): Error {
  const told = toCallerError(error);
  if (isNotTaken(told)) {
    work.drop();
  } else {
    work.end("FAILED");
  }
  return told;
}

/** The task with its history, which is not asked for again and again. */
async function readWhole(
  task: Task,
  { asking, request }: SentMessage,
  { calls }: SendMessageOptions,
): Promise<Task> {
  try {
    return await calls.getTask(task.id, asking, request.configuration?.historyLength);
  } catch {
    // The agent does not know it any more, or broke off: this is what is known.
    return task;
  }
}
