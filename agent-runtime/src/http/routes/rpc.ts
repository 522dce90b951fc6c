import { A2A_VERSION_HEADER, HTTP_EXTENSION_HEADER } from "@a2a-js/sdk";
import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import type { Context } from "hono";
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

export interface RpcRouteOptions {
  handler: A2ARequestHandler;
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
export function createRpcRoute(options: RpcRouteOptions): {
  answer: (context: Context) => Promise<Response>;
  refuse: (context: Context, error: unknown) => Response;
} {
  const { clock, handler, log, metrics } = options;

  const beginExchange = (context: Context): Exchange & { method: string | undefined } => {
    const startedMs = clock.elapsedMs();
    const isVersionKnown = toVersion(getVersion(context)) === PROTOCOL_VERSION;
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

  const toErrorAnswer = (context: Context, { id, finish }: Exchange, error: unknown): Response => {
    const { body, httpStatus, reason, retryAfterSeconds } = toWireError(error);
    if (reason === "INTERNAL_ERROR") {
      log.error({ err: error }, "A request could not be answered");
    }
    if (retryAfterSeconds !== undefined) {
      context.header("Retry-After", String(retryAfterSeconds));
    }
    finish(reason);
    return context.json({ jsonrpc: "2.0", id, error: body }, httpStatus);
  };

  const toStreamAnswer = async (
    exchange: Exchange,
    events: AsyncGenerator<StreamEvent, void, undefined>,
  ): Promise<Response> => {
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
    return new Response(stream, { headers: EVENT_STREAM_HEADERS });
  };

  return {
    answer: async (context) => {
      const exchange = beginExchange(context);
      try {
        expectJson(context);
        const body = parseJson(await readText(context));
        exchange.id = readId(body);
        exchange.method = readMethodName(body);
        const service = {
          version: getVersion(context),
          extensions: context.req.header(HTTP_EXTENSION_HEADER),
        };
        const { id, method, params } = parseCall(body, service);
        const callContext = createCallContext(service, params);
        if (method.isStreaming) {
          return await toStreamAnswer(exchange, method.call(handler, params, callContext));
        }
        const result = await method.call(handler, params, callContext);
        // Before the request is counted: what cannot be written is a failure.
        const text = JSON.stringify({ jsonrpc: "2.0", id, result });
        exchange.finish("ok");
        return context.body(text, 200, { "Content-Type": "application/json" });
      } catch (error) {
        return toErrorAnswer(context, exchange, error);
      }
    },
    refuse: (context, error) => toErrorAnswer(context, beginExchange(context), error),
  };
}

async function readText(context: Context): Promise<string> {
  try {
    return await context.req.text();
  } catch (error) {
    throw new RefusedError("INVALID_REQUEST", "The body must come to its end.", { cause: error });
  }
}

/** The header, or the query parameter of the same name (A2A 1.0, section 3.6). */
function getVersion(context: Context): string | undefined {
  return context.req.header(A2A_VERSION_HEADER) ?? context.req.query(A2A_VERSION_HEADER);
}

/** A page in a browser cannot send JSON to another origin without asking first. */
function expectJson(context: Context): void {
  const contentType = context.req.header("Content-Type") ?? "";
  const mediaType = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  if (mediaType !== "application/json" && mediaType !== "application/a2a+json") {
    throw new RefusedError(
      "UNSUPPORTED_MEDIA_TYPE",
      `The header 'Content-Type' (${contentType}) must be 'application/json'.`,
    );
  }
}
