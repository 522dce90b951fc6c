import {
  A2A_VERSION_HEADER,
  HTTP_EXTENSION_HEADER,
  type ListTasksRequest,
  type ListTasksResponse,
  type Message,
  type SendMessageRequest,
  type StreamResponse,
  type Task,
} from "@a2a-js/sdk";
import type { RequestOptions, Transport } from "@a2a-js/sdk/client";
import { LEGACY_HTTP_EXTENSION_HEADER } from "@a2a-js/sdk/compat/v0_3";
import { ServerCallContext, STATE_HEADERS_KEY } from "@a2a-js/sdk/server";
import type { IncomingHttpHeaders } from "node:http";
import { PROTOCOL_VERSION } from "../card/card-document.js";
import { mapEvents } from "../protocol/event-source.js";
import { repairEvent, repairTask } from "../upstream/repair.js";
import type { Upstream } from "../upstream/upstream.js";
import { UpstreamError } from "../upstream/upstream-error.js";
import { toPassedHeaders } from "./passed-headers.js";

export interface AgentCallsOptions {
  upstream: Pick<Upstream, "agent" | "onUnreachable">;
  /** The headers that make a call a part of the trace at hand. */
  getTraceHeaders: () => Readonly<Record<string, string>>;
  /** Ends the calls on which the agent works. Others are answered also after it is aborted. */
  workSignal: AbortSignal;
}

/** Who asks the agent: a caller, or the proxy itself for a tenant. */
export type Asking = ServerCallContext | ProxyAsking;

/** The proxy itself asks. */
export interface ProxyAsking {
  tenant: string;
}

/** What the agent behind the proxy is asked for, in whatever version it speaks. */
export interface AgentCalls {
  /** A caller that goes away does not end it. */
  sendMessage: (request: SendMessageRequest, asking: Asking) => Promise<Message | Task>;
  sendMessageStream: (
    request: SendMessageRequest,
    asking: Asking,
  ) => AsyncGenerator<StreamResponse, void, undefined>;
  /** With at most so many messages of its history; undefined for all of them. */
  getTask: (
    id: string,
    asking: Asking,
    historyLength?: number,
    signal?: AbortSignal,
  ) => Promise<Task>;
  listTasks: (
    request: ListTasksRequest,
    asking: Asking,
    signal?: AbortSignal,
  ) => Promise<ListTasksResponse>;
  cancelTask: Transport["cancelTask"];
  subscribe: (
    id: string,
    asking: Asking,
    signal: AbortSignal,
  ) => AsyncGenerator<StreamResponse, void, undefined>;
  /** What has no part in the tasks: it is asked for as it is. */
  ask: <Result>(
    asking: Asking,
    call: (transport: Transport, options: RequestOptions) => Promise<Result>,
    signal?: AbortSignal,
  ) => Promise<Result>;
  /** The options of a call, for whoever calls the transport. */
  toOptions: (asking: Asking, signal?: AbortSignal) => RequestOptions;
}

/** Makes what asks the agent. It throws what the transport throws; `toCallerError` says what that is. */
export function createAgentCalls(options: AgentCallsOptions): AgentCalls {
  const { getTraceHeaders, upstream, workSignal } = options;

  const toOptions = (asking: Asking, signal?: AbortSignal): RequestOptions => {
    const { protocolVersion } = upstream.agent.called;
    const caller = asking instanceof ServerCallContext ? asking : undefined;
    const headers = (caller?.state.get(STATE_HEADERS_KEY) ?? {}) as IncomingHttpHeaders;
    const extensions = caller?.requestedExtensions ?? [];
    const extensionHeader =
      protocolVersion === PROTOCOL_VERSION ? HTTP_EXTENSION_HEADER : LEGACY_HTTP_EXTENSION_HEADER;
    const serviceParameters = Object.assign(toPassedHeaders(headers), getTraceHeaders());
    serviceParameters[A2A_VERSION_HEADER] = protocolVersion;
    if (extensions.length > 0) {
      serviceParameters[extensionHeader] = extensions.join(",");
    }
    return signal === undefined ? { serviceParameters } : { signal, serviceParameters };
  };
  const watch = (error: unknown): never => {
    if (error instanceof UpstreamError && error.failure === "unreachable") {
      upstream.onUnreachable();
    }
    throw error;
  };
  const ask: AgentCalls["ask"] = (asking, call, signal) =>
    call(upstream.agent.transport, toOptions(asking, signal)).catch(watch);
  const stream = (
    events: AsyncGenerator<StreamResponse, void, undefined>,
  ): AsyncGenerator<StreamResponse, void, undefined> =>
    mapEvents(events, repairEvent, (error) => watch(toStreamError(error)));

  return {
    // Not by `ask`: it is what is asked for most, and each step of the way is kept until the answer is there.
    sendMessage: (request, asking) =>
      upstream.agent.transport
        .sendMessage(request, toOptions(asking, workSignal))
        .then(repairAnswer, watch),
    sendMessageStream: (request, asking) =>
      stream(upstream.agent.transport.sendMessageStream(request, toOptions(asking, workSignal))),
    getTask: async (id, asking, historyLength, signal) => {
      const request = { id, tenant: asking.tenant ?? "", historyLength };
      const read = (transport: Transport, how: RequestOptions): Promise<Task> =>
        transport.getTask(request, how);
      return repairTask(await ask(asking, read, signal));
    },
    listTasks: async (request, asking, signal) => {
      const page = await ask(asking, (transport, how) => transport.listTasks(request, how), signal);
      return { ...page, tasks: page.tasks.map(repairTask) };
    },
    cancelTask: async (request, how) =>
      repairTask(await upstream.agent.transport.cancelTask(request, how).catch(watch)),
    subscribe: (id, asking, signal) =>
      stream(
        upstream.agent.transport.resubscribeTask(
          { id, tenant: asking.tenant ?? "" },
          toOptions(asking, signal),
        ),
      ),
    ask,
    toOptions,
  };
}

function repairAnswer(answer: Message | Task): Message | Task {
  return "messageId" in answer ? answer : repairTask(answer);
}

/** A body that breaks off, or is given up, throws what its reader has, not what the connection had. */
function toStreamError(error: unknown): unknown {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (name === "AbortError") {
    return new UpstreamError("aborted", "It was not waited for any longer.", { cause: error });
  }
  return typeof code === "string" && BROKEN_CODES.includes(code)
    ? new UpstreamError("broken", "The stream broke off.", { cause: error })
    : error;
}

const BROKEN_CODES = ["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "EPIPE", "ETIMEDOUT"];
