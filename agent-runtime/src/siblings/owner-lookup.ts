import { GetTaskRequest, Task } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import { RefusedError } from "../errors.js";
import type { Sibling, Siblings } from "./find-siblings.js";
import { getCallerSignal } from "../protocol/call-context.js";
import { type ForwardedHeadersOptions, toForwardedHeaders } from "./forwarding.js";
import type { LookupLimit } from "./lookup-limit.js";
import { createRareLog } from "./rare-log.js";
import type { SiblingClient } from "./sibling-client.js";
import { SiblingError } from "./sibling-error.js";
import { decode, isTaskNotFound } from "./sibling-result.js";

/** A replica that works answers such a question in milliseconds. */
export const LOOKUP_TIMEOUT_MS = 2_000;

/** How many owners are remembered. */
const MAX_OWNERS = 10_000;

/** A task may be handed over, or a connection close, just while it is asked for. */
const MAX_ROUNDS = 2;

export interface OwnerLookupOptions extends ForwardedHeadersOptions {
  siblings: Siblings;
  client: SiblingClient;
  limitLookups: LookupLimit;
  clock: Clock;
  log: AgentLog;
}

/** A task, and the replica that has it. */
export interface OwnedTask {
  owner: Sibling;
  task: Task;
}

/** Knows which sibling has a task. */
export interface OwnerLookup {
  /**
   * Reads a task from the sibling that has it; undefined when none has it.
   *
   * @throws RefusedError when a sibling that may have it does not tell, or too much is asked.
   */
  read: (request: GetTaskRequest, context: ServerCallContext) => Promise<OwnedTask | undefined>;
  /**
   * Finds the sibling that has a task, without those named in `except`; undefined when none has it.
   *
   * @throws RefusedError as `read` does.
   */
  locate: (
    id: string,
    context: ServerCallContext,
    except: ReadonlySet<string>,
  ) => Promise<Sibling | undefined>;
  /** A sibling has a task no more. */
  forget: (id: string) => void;
}

/** How one sibling answers: with the task, that it has none, or not so that one could tell. */
type Answer = OwnedTask | "none" | "gone" | "unclear";

/** Makes what finds the owners of tasks. */
export function createOwnerLookup(options: OwnerLookupOptions): OwnerLookup {
  const { client, limitLookups, siblings } = options;
  const owners = new Map<string, Sibling>();
  const warn = createRareLog(options.log, options.clock);

  const remember = (id: string, owner: Sibling): void => {
    owners.delete(id);
    owners.set(id, owner);
    const [oldest] = owners.keys();
    if (owners.size > MAX_OWNERS && oldest !== undefined) {
      owners.delete(oldest);
    }
  };

  const ask = async (
    sibling: Sibling,
    request: GetTaskRequest,
    context: ServerCallContext,
    signal: AbortSignal | undefined,
  ): Promise<Answer> => {
    try {
      const json = await client.call({
        sibling,
        method: "GetTask",
        params: GetTaskRequest.toJSON(request),
        headers: toForwardedHeaders(context, options),
        isQuick: true,
        timeoutMs: LOOKUP_TIMEOUT_MS,
        signal,
      });
      return { owner: sibling, task: readTask(json, request.id) };
    } catch (error) {
      if (isTaskNotFound(error)) {
        return "none";
      }
      if (signal?.aborted !== true) {
        warn({ sibling: sibling.host, err: error }, "A sibling could not be asked for a task");
      }
      return toUnknown(error);
    }
  };

  /** Asks all at a time. The first that has the task ends the questions to the others. */
  const askAll = async (
    asked: readonly Sibling[],
    request: GetTaskRequest,
    context: ServerCallContext,
  ): Promise<Answer> => {
    const found = new AbortController();
    const callerSignal = getCallerSignal(context);
    const signal =
      callerSignal === undefined ? found.signal : AbortSignal.any([found.signal, callerSignal]);
    const answers = asked.map((sibling) => ask(sibling, request, context, signal));
    try {
      const owned = answers.map(async (answer) => toOwned(await answer));
      return await Promise.any(owned);
    } catch {
      const all = await Promise.all(answers);
      return (
        all.find((answer) => answer === "unclear") ??
        all.find((answer) => answer === "gone") ??
        "none"
      );
    } finally {
      found.abort();
    }
  };

  const findAmong = async (
    request: GetTaskRequest,
    context: ServerCallContext,
    except: ReadonlySet<string>,
  ): Promise<OwnedTask | undefined> => {
    let answer: Answer = "none";
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      const known = await siblings.find();
      if (known === undefined) {
        throw toUnclear(request.id);
      }
      answer = await askAll(
        known.filter(({ host }) => !except.has(host)),
        request,
        context,
      );
      if (answer !== "gone") {
        break;
      }
      // What it had may be somewhere else by now.
    }
    if (answer === "unclear") {
      throw toUnclear(request.id);
    }
    return answer === "none" || answer === "gone" ? undefined : answer;
  };

  const find: typeof findAmong = async (request, context, except) => {
    const owned = await limitLookups(() => findAmong(request, context, except));
    if (owned !== undefined) {
      remember(request.id, owned.owner);
    }
    return owned;
  };

  /** The owner of a task as far as it is remembered, and is still there. */
  const recall = async (id: string): Promise<Sibling | undefined> => {
    const owner = owners.get(id);
    const known = owner === undefined ? undefined : await siblings.find();
    return known?.find(({ host }) => host === owner?.host);
  };

  return {
    read: async (request, context) => {
      const owner = await recall(request.id);
      if (owner !== undefined) {
        const answer = await ask(owner, request, context, getCallerSignal(context));
        if (typeof answer === "object") {
          return answer;
        }
        owners.delete(request.id);
      }
      return find(request, context, new Set());
    },
    locate: async (id, context, except) => {
      const owner = await recall(id);
      if (owner !== undefined && !except.has(owner.host)) {
        return owner;
      }
      const request = { tenant: context.tenant ?? "", id, historyLength: 0 };
      return (await find(request, context, except))?.owner;
    },
    forget: (id) => {
      owners.delete(id);
    },
  };
}

/** @throws SiblingError when it is not the task that was asked for. */
function readTask(json: unknown, id: string): Task {
  const task = decode(Task, json);
  if (task.id !== id) {
    throw new SiblingError("foreign", `The answer must be task ${id}.`);
  }
  return task;
}

function toOwned(answer: Answer): OwnedTask {
  if (typeof answer === "string") {
    throw new Error("The sibling does not have the task.");
  }
  return answer;
}

/** What an error says about whether the sibling has the task. */
function toUnknown(error: unknown): Answer {
  if (!(error instanceof SiblingError)) {
    return "unclear";
  }
  switch (error.failure) {
    case "foreign":
      return "none";
    case "broken":
    case "unreachable":
      return "gone";
    case "silent":
      return "unclear";
  }
}

function toUnclear(id: string): RefusedError {
  return new RefusedError(
    "AGENT_OVERLOADED",
    `A replica that may have task ${id} does not answer. Ask again.`,
  );
}
