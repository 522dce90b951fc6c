import { A2A_VERSION_HEADER, HTTP_EXTENSION_HEADER } from "@a2a-js/sdk";
import type { A2ARequestHandler, ServerCallContext, User } from "@a2a-js/sdk/server";
import type { IncomingHttpHeaders } from "node:http";
import type { AgentLog } from "../../agent-task.js";
import type { Clock } from "../../clock.js";
import { type ErrorReason, RefusedError, toWireError, type WireError } from "../../errors.js";
import { toEssence } from "../../media-type.js";
import type { AnsweredRequest, Metrics } from "../../metrics.js";
import { createCallContext } from "../../protocol/call-context.js";
import type { EventSource } from "../../protocol/event-source.js";
import type { Operation, OperationName, WrittenEvent } from "../../protocol/operations.js";
import { type Compatibility, toVersion } from "../../protocol/version.js";
import type { Tracing } from "../../tracing/tracing.js";
import { createEventStream, EVENT_STREAM_HEADERS, type StreamText } from "../event-stream.js";
import type { HttpAnswer, HttpRequest } from "../http-exchange.js";
import { StreamTexts } from "./stream-texts.js";

/** What a binding of A2A rests on. */
export interface BindingOptions {
  handler: A2ARequestHandler;
  /** The size in bytes above which a request is refused. */
  maxBodyBytes: number;
  /** The older version that is spoken besides the current one. Defaults to 0.3. */
  compatibility?: Compatibility;
  /**
   * Finds out who calls. Callers are not asked when it is missing.
   *
   * @throws RefusedError when the caller must show who it is and has not, or may not call.
   */
  authenticate?: (headers: IncomingHttpHeaders) => Promise<User>;
  clock: Clock;
  metrics: Pick<Metrics, "onRequest" | "onStream" | "onStreamEvent">;
  /** Traces requests. They are not traced when it is missing. */
  tracing?: Pick<Tracing, "beginRequest">;
  log: AgentLog;
}

/** How a binding writes what it answers. */
export interface AnswerForm {
  toResult: (result: unknown) => HttpAnswer;
  toError: (error: WireError) => HttpAnswer;
  /** Writes an event of a stream whose JSON is given. */
  toEvent: (text: string) => StreamText;
  /** Writes the last event of a stream that cannot be continued. */
  toErrorEvent: (error: WireError) => StreamText;
}

/** A request while it is answered. What is known of it is put in as it becomes known. */
export interface Exchange {
  readonly binding: AnsweredRequest["binding"];
  readonly request: HttpRequest;
  /** The version that the caller asks for. */
  readonly version: string;
  operationName: OperationName | undefined;
  form: AnswerForm;
}

/** What a request asks for. */
export interface AskedOperation {
  operation: Operation;
  params: unknown;
  tenant: string;
  /** The name of the header that tells of extensions. It was another one in 0.3. */
  extensionHeader?: string;
}

/** Makes the exchange of a request. */
export function createExchange(
  request: HttpRequest,
  binding: AnsweredRequest["binding"],
  form: AnswerForm,
): Exchange {
  return {
    binding,
    request,
    version: readVersion(request),
    operationName: undefined,
    form,
  };
}

/**
 * Makes what answers a request, whatever its binding: finds out who calls, has the binding read
 * what is asked for, does it, and counts the request once.
 */
export function createOperationAnswerer(
  options: BindingOptions,
): (exchange: Exchange, read: () => Promise<AskedOperation>) => Promise<HttpAnswer> {
  const { authenticate, clock, handler, log, metrics, tracing } = options;

  const toErrorAnswer = ({ form }: Exchange, error: unknown): [HttpAnswer, ErrorReason] => {
    const wireError = toWireError(error);
    if (wireError.reason === "INTERNAL_ERROR") {
      log.error({ err: error }, "A request could not be answered");
    }
    const answer = form.toError(wireError);
    return [{ ...answer, headers: { ...answer.headers, ...wireError.headers } }, wireError.reason];
  };

  const toStreamAnswer = async (
    { form }: Exchange,
    events: EventSource<WrittenEvent>,
    finish: (outcome: "ok" | ErrorReason) => void,
  ): Promise<HttpAnswer> => {
    // What goes wrong before the first event is an error like any other, not a stream.
    const first = await events.next();
    const closeStream = metrics.onStream();
    let outcome: "ok" | ErrorReason = "ok";
    const texts = new StreamTexts(first, events, {
      onEvent: metrics.onStreamEvent,
      form,
      toLastText: (error) => {
        const wireError = toWireError(error);
        outcome = wireError.reason;
        log.error({ err: error }, "A stream could not be continued");
        return form.toErrorEvent(wireError);
      },
    });
    const body = createEventStream(texts, {
      clock,
      onEnd: () => {
        closeStream();
        finish(outcome);
      },
    });
    return { status: 200, headers: EVENT_STREAM_HEADERS, body };
  };

  const answer = async (
    exchange: Exchange,
    read: () => Promise<AskedOperation>,
    finish: (outcome: "ok" | ErrorReason) => void,
  ): Promise<HttpAnswer> => {
    const { request, version } = exchange;
    try {
      const user = authenticate === undefined ? undefined : await authenticate(request.headers);
      const { extensionHeader = HTTP_EXTENSION_HEADER, operation, params, tenant } = await read();
      const { headers, remoteAddress } = request;
      const extensions =
        getHeader(request, extensionHeader) ?? getHeader(request, HTTP_EXTENSION_HEADER);
      const context = createCallContext({
        version,
        extensions,
        user,
        tenant,
        headers,
        remoteAddress,
        getSignal: () => request.signal,
      });
      const call = { handler, params, context };
      if (operation.isStreaming) {
        const stream = await toStreamAnswer(exchange, operation.call(call), finish);
        return withExtensions(stream, context, extensionHeader);
      }
      // Before the request is counted: what cannot be written is a failure.
      const result = exchange.form.toResult(await operation.call(call));
      finish("ok");
      return withExtensions(result, context, extensionHeader);
    } catch (error) {
      const [refusal, reason] = toErrorAnswer(exchange, error);
      finish(reason);
      return refusal;
    }
  };

  return (exchange, read) => {
    const { binding, request, version } = exchange;
    const startedMs = clock.elapsedMs();
    const trace = tracing?.beginRequest({ binding, headers: request.headers });
    const finish = (outcome: "ok" | ErrorReason): void => {
      metrics.onRequest({
        method: exchange.operationName,
        binding,
        version,
        outcome,
        durationMs: clock.elapsedMs() - startedMs,
      });
      trace?.end(exchange.operationName, outcome);
    };
    const work = (): Promise<HttpAnswer> => answer(exchange, read, finish);
    return trace === undefined ? work() : trace.run(work);
  };
}

/** Names the extensions that were used (A2A 1.0, section 3.2.6). */
function withExtensions(
  answer: HttpAnswer,
  { activatedExtensions }: ServerCallContext,
  header: string,
): HttpAnswer {
  return activatedExtensions === undefined || activatedExtensions.length === 0
    ? answer
    : { ...answer, headers: { ...answer.headers, [header]: activatedExtensions.join(",") } };
}

/**
 * The version that a caller names: by the header, or the query parameter of the same name (A2A 1.0,
 * section 3.6.1).
 */
export function readVersion(request: HttpRequest): string {
  return toVersion(
    getHeader(request, A2A_VERSION_HEADER) ?? request.query.get(A2A_VERSION_HEADER) ?? undefined,
  );
}

function getHeader({ headers }: HttpRequest, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(",") : value;
}

const JSON_MEDIA_TYPES: readonly string[] = ["application/json", "application/a2a+json"];

/**
 * Checks what the body of a request is said to be. A page in a browser cannot send JSON to another
 * origin without asking first.
 *
 * @throws RefusedError.
 */
export function expectJson({ headers }: HttpRequest, remedy: string): void {
  const contentType = headers["content-type"] ?? "";
  if (JSON_MEDIA_TYPES.includes(contentType)) {
    return;
  }
  if (!JSON_MEDIA_TYPES.includes(toEssence(contentType))) {
    throw new RefusedError(
      "UNSUPPORTED_MEDIA_TYPE",
      `The header 'Content-Type' (${contentType}) must be '${remedy}'.`,
    );
  }
}
