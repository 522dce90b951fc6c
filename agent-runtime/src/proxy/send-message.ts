import type { Message, SendMessageRequest, StreamResponse, Task } from "@a2a-js/sdk";
import { InvalidAgentResponseError } from "@a2a-js/sdk/errors";
import type { AgentLog } from "../agent-task.js";
import { isIdle } from "../tasks/task-state.js";
import { getState } from "../tasks/task-record.js";
import type { TaskScope } from "../tasks/task-store.js";
import { toCallerError } from "../upstream/upstream-error.js";
import type { AgentCalls, Asking } from "./agent-calls.js";
import { followWork, type FollowWorkOptions, loseTask, toUpdates } from "./follow-work.js";
import { fromEvent, fromTask } from "./seen-task.js";
import type { TrackedWork } from "./task-tracker.js";

export interface SendMessageOptions extends FollowWorkOptions {
  calls: Pick<AgentCalls, "getTask" | "sendMessage" | "sendMessageStream">;
  log: AgentLog;
}

/** A message that has its turn. */
export interface SentMessage {
  request: SendMessageRequest;
  work: TrackedWork;
  scope: TaskScope;
  asking: Asking;
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
  const { asking, request, scope, work } = sent;
  let answer: Message | Task;
  try {
    answer = await options.calls.sendMessage(request, asking);
  } catch (error) {
    work.end("FAILED");
    throw toCallerError(error);
  }
  if ("messageId" in answer) {
    work.end("COMPLETED");
    return answer;
  }
  const task = answer;
  work.see(fromTask(task));
  if (work.isOver || isIdle(getState(task))) {
    return task;
  }
  const following = seeThrough(work, task, scope, options);
  if (request.configuration?.returnImmediately === true) {
    return task;
  }
  const last = await following;
  return readWhole(last, sent, options);
}

/** Follows a task to its end, whoever waits for it. */
async function seeThrough(
  work: TrackedWork,
  task: Task,
  scope: TaskScope,
  options: SendMessageOptions,
): Promise<Task> {
  let last = task;
  try {
    for await (const next of followWork(work, task, scope, options)) {
      last = next;
    }
  } catch (error) {
    options.log.error({ taskId: task.id, err: error }, "A task could not be followed");
    work.end("FAILED");
  }
  return last;
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

/**
 * Sends a message and yields what comes back, until the task has ended or waits. A stream that breaks off
 * before goes on with what the agent says of the task when it is asked, or ends with its failure.
 *
 * Whoever reads may leave: what has begun is seen through.
 *
 * @throws what the agent refuses the message with, RefusedError when it gives no answer.
 */
export function streamMessage(
  sent: SentMessage,
  options: SendMessageOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  return keepGoing(relay(sent, options), options.log);
}

async function* relay(
  sent: SentMessage,
  options: SendMessageOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  const { asking, request, scope, work } = sent;
  let task: Task | undefined;
  let failure: unknown;
  try {
    for await (const event of options.calls.sendMessageStream(request, asking)) {
      task = see(event, work, task);
      yield event;
    }
  } catch (error) {
    failure = error;
  }
  if (work.isOver) {
    return;
  }
  if (task === undefined) {
    if (failure === undefined) {
      failure = new InvalidAgentResponseError("The agent ended its stream without a task.");
    }
    work.end("FAILED");
    throw toCallerError(failure);
  }
  if (options.signal.aborted) {
    yield* toUpdates(await loseTask(work, task, scope, options, true));
    return;
  }
  options.log.debug({ taskId: task.id, err: failure }, "A stream ended before its task");
  let told = "";
  for await (const next of followWork(work, task, scope, options)) {
    for (const update of toUpdates(next)) {
      const text = JSON.stringify(update);
      if (text !== told) {
        told = text;
        yield update;
      }
    }
  }
}

/** Notes what an event says. The record has no more than what is needed to tell its end. */
function see(event: StreamResponse, work: TrackedWork, task: Task | undefined): Task | undefined {
  const { payload } = event;
  if (payload?.$case === "message") {
    work.end("COMPLETED");
    return task;
  }
  const seen = fromEvent(event);
  if (seen === undefined) {
    return task;
  }
  // What is made says nothing new about a task that is known.
  if (payload?.$case !== "artifactUpdate" || work.taskId === undefined) {
    work.see(seen);
  }
  if (payload?.$case === "task") {
    return { ...payload.value, artifacts: [] };
  }
  const known = task ?? toEmptyTask(seen.taskId, seen.contextId);
  return payload?.$case === "statusUpdate" ? { ...known, status: payload.value.status } : known;
}

function toEmptyTask(id: string, contextId: string): Task {
  return { id, contextId, status: undefined, artifacts: [], history: [], metadata: undefined };
}

/** Reads on when the reader leaves: a task must not wait for somebody who has gone. */
async function* keepGoing(
  events: AsyncGenerator<StreamResponse, void, undefined>,
  log: AgentLog,
): AsyncGenerator<StreamResponse, void, undefined> {
  let isDone = false;
  try {
    for (;;) {
      const next = await events.next();
      if (next.done === true) {
        isDone = true;
        return;
      }
      yield next.value;
    }
  } catch (error) {
    isDone = true;
    throw error;
  } finally {
    if (!isDone) {
      void readRest(events, log);
    }
  }
}

async function readRest(
  events: AsyncGenerator<StreamResponse, void, undefined>,
  log: AgentLog,
): Promise<void> {
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      // Nobody reads it.
    }
  } catch (error) {
    log.debug({ err: error }, "A stream that nobody reads broke off");
  }
}
