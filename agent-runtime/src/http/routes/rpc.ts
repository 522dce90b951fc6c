import { A2A_VERSION_HEADER, HTTP_EXTENSION_HEADER } from "@a2a-js/sdk";
import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import { PROTOCOL_VERSION } from "../../agent-card.js";
import type { AgentLog } from "../../agent-task.js";
import type { Clock } from "../../clock.js";
import { type ErrorReason, RefusedError, toWireError } from "../../errors.js";
import type { Metrics } from "../../metrics.js";
import {
  createCallContext,
  type JsonRpcId,
  parseCall,
  parseJson,
  readId,
  readMethodName,
  toVersion,
} from "../../protocol/json-rpc-call.js";
import type { StreamEvent } from "../../protocol/json-rpc-methods.js";
import { createEventStream, EVENT_STREAM_HEADERS } from "../event-stream.js";
import {
  type HttpAnswer,
  type HttpRequest,
  type HttpRoute,
  toJsonAnswer,
} from "../http-exchange.js";

export interface RpcRouteOptions {
  handler: A2ARequestHandler;
  /** The size in bytes above which a request is refused. */
  maxBodyBytes: number;
  clock: Clock;
  metrics: Metrics;
  log: AgentLog;
}

/** A request while it is answered. */
interface Exchange {
  id: JsonRpcId;
  /** Counts the request. Called once, when it has been answered. */
  finish: (outcome: "ok" | ErrorReason) => void;
}

/** Makes what answers JSON-RPC (A2A 1.0, section 9). */
export function createRpcRoute(options: RpcRouteOptions): HttpRoute {
  const { clock, handler, log, maxBodyBytes, metrics } = options;

  const beginExchange = (request: HttpRequest): Exchange & { method: string | undefined } => {
    const startedMs = clock.elapsedMs();
    const isVersionKnown = toVersion(getVersion(request)) === PROTOCOL_VERSION;
    const exchange = {
      id: null as JsonRpcId,
      method: undefined as string | undefined,
      finish: (outcome: "ok" | ErrorReason) => {
        metrics.onRequest({
          method: exchange.method,
          binding: "JSONRPC",
          isVersionKnown,
          outcome,
          durationMs: clock.elapsedMs() - startedMs,
        });
      },
    };
    return exchange;
  };

  const toErrorAnswer = ({ id, finish }: Exchange, error: unknown): HttpAnswer => {
    const { body, httpStatus, reason, retryAfterSeconds } = toWireError(error);
    if (reason === "INTERNAL_ERROR") {
      log.error({ err: error }, "A request could not be answered");
    }
    finish(reason);
    return toJsonAnswer(
      httpStatus,
      { jsonrpc: "2.0", id, error: body },
      retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) },
    );
  };

  const toStreamAnswer = async (
    exchange: Exchange,
    events: AsyncGenerator<StreamEvent, void, undefined>,
  ): Promise<HttpAnswer> => {
    // What goes wrong before the first event is an error like any other, not a stream.
    const first = await events.next();
    const closeStream = metrics.onStream();
    let outcome: "ok" | ErrorReason = "ok";
    async function* toAnswers(): AsyncGenerator<string, void, undefined> {
      const envelope = { jsonrpc: "2.0", id: exchange.id };
      try {
        for (let next = first; next.done !== true; next = await events.next()) {
          metrics.onStreamEvent(next.value.type);
          yield JSON.stringify({ ...envelope, result: next.value.json });
        }
      } catch (error) {
        const { body, reason } = toWireError(error);
        outcome = reason;
        log.error({ err: error }, "A stream could not be continued");
        yield JSON.stringify({ ...envelope, error: body });
      } finally {
        await events.return();
      }
    }
    const stream = createEventStream(toAnswers(), {
      clock,
      onEnd: () => {
        closeStream();
        exchange.finish(outcome);
      },
    });
    return { status: 200, headers: EVENT_STREAM_HEADERS, body: stream };
  };

  return async (request) => {
    const exchange = beginExchange(request);
    try {
      expectJson(request);
      const body = parseJson(await request.readText(maxBodyBytes));
      exchange.id = readId(body);
      exchange.method = readMethodName(body);
      const service = {
        version: getVersion(request),
        extensions: getHeader(request, HTTP_EXTENSION_HEADER),
      };
      const { id, method, params } = parseCall(body, service);
      const callContext = createCallContext(service, params);
      if (method.isStreaming) {
        return await toStreamAnswer(exchange, method.call(handler, params, callContext));
      }
      const result = await method.call(handler, params, callContext);
      // Before the request is counted: what cannot be written is a failure.
      const answer = toJsonAnswer(200, { jsonrpc: "2.0", id, result });
      exchange.finish("ok");
      return answer;
    } catch (error) {
      return toErrorAnswer(exchange, error);
    }
  };
}

/** The header, or the query parameter of the same name (A2A 1.0, section 3.6). */
function getVersion(request: HttpRequest): string | undefined {
  return (
    getHeader(request, A2A_VERSION_HEADER) ?? request.query.get(A2A_VERSION_HEADER) ?? undefined
  );
}

function getHeader({ headers }: HttpRequest, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(",") : value;
}

/** A page in a browser cannot send JSON to another origin without asking first. */
function expectJson({ headers }: HttpRequest): void {
  const contentType = headers["content-type"] ?? "";
  const mediaType = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  if (mediaType !== "application/json" && mediaType !== "application/a2a+json") {
    throw new RefusedError(
      "UNSUPPORTED_MEDIA_TYPE",
      `The header 'Content-Type' (${contentType}) must be 'application/json'.`,
    );
  }
}
