import type { StreamResponse, Task } from "@a2a-js/sdk";
import { InvalidAgentResponseError } from "@a2a-js/sdk/errors";
import { getState } from "../tasks/task-record.js";
import { isIdle, isTerminal } from "../tasks/task-state.js";
import { isSaid, toCallerError } from "../upstream/upstream-error.js";
import { followWork, loseTask } from "./follow-work.js";
import { TERMINATION, toFailure } from "./lost-task.js";
import { readOn } from "./read-on.js";
import { fromEvent } from "./seen-task.js";
import { failWithoutTask, type SendMessageOptions, type SentMessage } from "./send-message.js";
import { createStreamShape } from "./stream-shape.js";

/**
 * Sends a message and yields what comes back: the task first, then its changes, until it has ended or
 * waits (A2A 1.0, section 3.1.2). A stream that ends before goes on with what the agent says of the task
 * when it is asked, or ends with its failure.
 *
 * Whoever reads may leave: what has begun is seen through.
 *
 * @throws what the agent refuses the message with, RefusedError when it gives no answer.
 */
export function streamMessage(
  sent: SentMessage,
  options: SendMessageOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  return readOn(relay(sent, options), isLast, options.log);
}

/** Nothing comes after it: a message stands alone. */
function isLast(event: StreamResponse): boolean {
  const seen = fromEvent(event);
  return seen === undefined ? event.payload?.$case === "message" : isTerminal(seen.state);
}

async function* relay(
  sent: SentMessage,
  options: SendMessageOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  const { asking, request, work } = sent;
  const { message, configuration } = request;
  const shape = createStreamShape({ message, historyLength: configuration?.historyLength });
  let last: Task | undefined;
  let failure: unknown;
  try {
    for await (const event of options.calls.sendMessageStream(request, asking)) {
      last = see(event, sent, last);
      yield* shape.take(event);
    }
  } catch (error) {
    failure = error;
  }
  if (last === undefined) {
    if (!work.isOver || failure !== undefined) {
      throw failWithoutTask(work, failure ?? new InvalidAgentResponseError(NO_TASK));
    }
    // It was a message.
    return;
  }
  if (isIdle(getState(last))) {
    // Also where the agent has told of it by another id.
    work.end(getState(last));
    return;
  }
  options.log.debug({ taskId: last.id, err: failure }, "A stream ended before its task");
  if (options.signal.aborted) {
    yield* shape.takeTask(await loseTask(last, TERMINATION, sent, options));
  } else if (failure !== undefined && isSaid(toCallerError(failure))) {
    yield* shape.takeTask(await readFailed(last, failure, sent, options));
  } else {
    for await (const next of followWork(last, sent, options)) {
      yield* shape.takeTask(next);
    }
  }
}

const NO_TASK = "The agent ended its stream without a task.";

/** The task of a stream that ended with an error: an agent may leave it as it was. */
async function readFailed(
  last: Task,
  failure: unknown,
  sent: SentMessage,
  options: SendMessageOptions,
): Promise<Task> {
  try {
    const task = await options.calls.getTask(last.id, sent.asking, 0, options.signal);
    if (isIdle(getState(task))) {
      sent.work.end(getState(task));
      return task;
    }
  } catch (error) {
    options.log.debug({ taskId: last.id, err: error }, "The agent does not tell of its task");
  }
  return loseTask(last, toFailure(toCallerError(failure)), sent, options);
}

/** Notes what an event says. The record has no more than what is needed to tell its end. */
function see(
  event: StreamResponse,
  { request, work }: SentMessage,
  task: Task | undefined,
): Task | undefined {
  const { payload } = event;
  if (payload?.$case === "message" && task === undefined) {
    work.end("COMPLETED");
  }
  const seen = fromEvent(event);
  if (seen === undefined) {
    return task;
  }
  // A follow-up may be answered first by the task as it waited for it, and made things say nothing new.
  const isAsBefore =
    task === undefined && payload?.$case === "task" && request.message?.taskId === seen.taskId;
  if (isAsBefore && !isTerminal(seen.state)) {
    work.see({ ...seen, state: "WORKING" });
  } else if (payload?.$case !== "artifactUpdate" || work.taskId === undefined) {
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
