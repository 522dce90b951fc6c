import { type GetTaskRequest, ListTasksRequest, ListTasksResponse, type Task } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import { RefusedError } from "../errors.js";
import type { Siblings } from "./find-siblings.js";
import { getCallerSignal } from "../protocol/call-context.js";
import { type ForwardedHeadersOptions, toForwardedHeaders } from "./forwarding.js";
import { createLookupLimit } from "./lookup-limit.js";
import { createOwnerLookup, LOOKUP_TIMEOUT_MS } from "./owner-lookup.js";
import { createRareLog } from "./rare-log.js";
import type { SiblingCall, SiblingClient } from "./sibling-client.js";
import { SiblingError } from "./sibling-error.js";
import { decode, isTaskNotFound } from "./sibling-result.js";

/** What an owner does at once may wait for its executor, or for DNS. */
const OPERATION_TIMEOUT_MS = 30_000;

/** A task is handed over once, and while it is asked for hardly twice. */
const MAX_OWNERS = 3;

/** An operation on a task that is known elsewhere. */
export interface ForwardedCall {
  method: string;
  taskId: string;
  /** The JSON of the request. */
  params: unknown;
  /**
   * - `quick`: answered at once, and nothing is different when it is done twice.
   * - `once`: answered at once.
   * - `long`: answered when the task has ended or waits.
   */
  kind: "quick" | "once" | "long";
}

/** Takes operations to the sibling that has the task. */
export interface Forwarder {
  /** Reads a task; undefined when no sibling has it. @throws RefusedError. */
  readTask: (request: GetTaskRequest, context: ServerCallContext) => Promise<Task | undefined>;
  /**
   * Resolves to the JSON of the result.
   *
   * @throws `notFound` when no sibling has the task; what its owner refuses the call with;
   *   RefusedError when the owner, or one that may be it, does not answer.
   */
  call: (call: ForwardedCall, context: ServerCallContext, notFound: unknown) => Promise<unknown>;
  /** Yields the JSON of each event. Throws what `call` does. */
  stream: (
    call: ForwardedCall,
    context: ServerCallContext,
    notFound: unknown,
  ) => AsyncGenerator<unknown, void, undefined>;
  /**
   * The pages of the other replicas. One that does not answer in time is left out, with a line in
   * the log: the list is what is known.
   *
   * @throws RefusedError when too much is asked.
   */
  listTasks: (
    request: ListTasksRequest,
    context: ServerCallContext,
  ) => Promise<ListTasksResponse[]>;
}

export interface ForwarderOptions extends ForwardedHeadersOptions {
  siblings: Siblings;
  client: SiblingClient;
  clock: Clock;
  log: AgentLog;
}

/** Makes what takes operations to other replicas. */
export function createForwarder(options: ForwarderOptions): Forwarder {
  const { client, clock, log, siblings } = options;
  const limitLookups = createLookupLimit();
  const lookup = createOwnerLookup({ ...options, limitLookups });
  const warn = createRareLog(log, clock);

  const toCall = (
    { kind, method, params }: ForwardedCall,
    context: ServerCallContext,
  ): Omit<SiblingCall, "sibling"> => ({
    method,
    params,
    headers: toForwardedHeaders(context, options),
    isQuick: kind === "quick",
    timeoutMs: kind === "long" ? undefined : OPERATION_TIMEOUT_MS,
    signal: getCallerSignal(context),
  });

  /** Tries the owner, and whoever has the task when that one has not. */
  const tryOwners = async <Result>(
    { taskId }: ForwardedCall,
    context: ServerCallContext,
    notFound: unknown,
    attempt: (sibling: SiblingCall["sibling"]) => Promise<Result>,
  ): Promise<Result> => {
    const former = new Set<string>();
    for (;;) {
      const owner = await lookup.locate(taskId, context, former);
      if (owner === undefined || former.size === MAX_OWNERS) {
        throw notFound;
      }
      try {
        return await attempt(owner);
      } catch (error) {
        lookup.forget(taskId);
        if (!isElsewhere(error)) {
          // Whoever is gone is told nothing, and nothing has gone wrong.
          throw hasCallerGone(context) ? notFound : toCallerError(error, taskId);
        }
        former.add(owner.host);
      }
    }
  };

  return {
    readTask: async (request, context) => (await lookup.read(request, context))?.task,
    call: (call, context, notFound) =>
      tryOwners(call, context, notFound, (sibling) =>
        client.call({ ...toCall(call, context), sibling }),
      ),
    stream: async function* (call, context, notFound) {
      const { events, first } = await tryOwners(call, context, notFound, async (sibling) => {
        const events = client.stream({ ...toCall(call, context), sibling });
        return { events, first: await events.next() };
      });
      try {
        for (let next = first; next.done !== true; next = await events.next()) {
          yield next.value;
        }
      } catch (error) {
        if (!hasCallerGone(context)) {
          throw toCallerError(error, call.taskId);
        }
      } finally {
        await events.return();
      }
    },
    listTasks: async (request, context) => {
      const known = await siblings.find();
      if (known === undefined) {
        warn({}, "A list of tasks lacks those of the siblings");
        return [];
      }
      const pages = await limitLookups(() =>
        Promise.all(
          known.map(async (sibling) => {
            try {
              const json = await client.call({
                ...toCall(
                  {
                    method: "ListTasks",
                    taskId: "",
                    params: ListTasksRequest.toJSON(request),
                    kind: "quick",
                  },
                  context,
                ),
                timeoutMs: LOOKUP_TIMEOUT_MS,
                sibling,
              });
              return decode(ListTasksResponse, json);
            } catch (error) {
              warn(
                { sibling: sibling.host, err: error },
                "A list of tasks lacks those of a sibling",
              );
              return undefined;
            }
          }),
        ),
      );
      return pages.filter((page) => page !== undefined);
    },
  };
}

/** The sibling does not have the task, and has not begun anything. */
function isElsewhere(error: unknown): boolean {
  return (
    isTaskNotFound(error) || (error instanceof SiblingError && error.failure === "unreachable")
  );
}

function hasCallerGone(context: ServerCallContext): boolean {
  return getCallerSignal(context)?.aborted === true;
}

/** What a caller is told. It knows of no siblings. */
function toCallerError(error: unknown, taskId: string): unknown {
  return error instanceof SiblingError
    ? new RefusedError(
        "AGENT_OVERLOADED",
        `The replica that has task ${taskId} does not answer. Ask again.`,
        { cause: error },
      )
    : error;
}
