import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import {
  type BodyMeter,
  EventMeter,
  expectAtMost,
  MAX_ANSWER_BYTES,
  WholeMeter,
} from "./answer-limits.js";
import { type Flow, StreamBody } from "./stream-body.js";
import type {
  UpstreamAnswer,
  UpstreamHead,
  UpstreamRequest,
  UpstreamStream,
} from "./upstream-connection.js";
import { toStatusError } from "./refused-status.js";
import { UpstreamError } from "./upstream-error.js";

/** What a stream of events says that it is. */
export const EVENT_STREAM = "text/event-stream";

/** The least status of an answer (RFC 9110, section 15): what is below it comes before one. */
const FINAL_STATUS = 200;

/** The exchanges that the abortion of a signal ends. */
const exchangesOf = new WeakMap<AbortSignal, Exchange[]>();

/**
 * What the pool tells of a request. Classes: with closures, a call has a dozen more objects.
 */
export abstract class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal | undefined;
  readonly #reject: (error: UpstreamError) => void;
  #flow: Flow | undefined;
  /** Those that have the same signal, and where this one is among them. */
  #exchanges: Exchange[] | undefined;
  #place = 0;

  constructor({ signal }: UpstreamRequest, reject: (error: UpstreamError) => void) {
    this.#signal = signal;
    this.#reject = reject;
    if (signal !== undefined) {
      this.#exchanges = findExchanges(signal);
      this.#place = this.#exchanges.push(this) - 1;
    }
  }

  get isAborted(): boolean {
    return this.#signal?.aborted === true;
  }

  abort(): void {
    this.#flow?.abort(toAborted(undefined));
  }

  onRequestStart(flow: Flow): void {
    this.#flow = flow;
    if (this.isAborted) {
      this.abort();
    }
  }

  onResponseStart(flow: Flow, status: number, headers: IncomingHttpHeaders): void {
    // Below are those such as 103: the answer is still to come.
    if (status >= FINAL_STATUS) {
      // The pool keeps what they were made of until the end of the answer.
      flow.rawHeaders = null;
      this.onHead({ status, headers }, flow);
    }
  }

  abstract onHead(head: UpstreamHead, flow: Flow): void;

  abstract onResponseData(flow: Flow, chunk: Buffer): void;

  onResponseEnd(): void {
    this.#leave();
  }

  onResponseError(_: unknown, error: Error): void {
    this.#leave();
    this.onFailure(toUpstreamError(error, this.#flow !== undefined, this.isAborted));
  }

  onFailure(error: UpstreamError): void {
    this.#reject(error);
  }

  /** Takes it off the list; the last one moves to its place. Why it is no Set: see `createAgedMap`. */
  #leave(): void {
    const exchanges = this.#exchanges;
    const last = exchanges?.pop();
    if (exchanges !== undefined && last !== undefined && last !== this) {
      exchanges[this.#place] = last;
      last.#place = this.#place;
    }
    this.#exchanges = undefined;
  }
}

/** One listener for all who have the same signal: each on its own costs more than the rest of a call. */
function findExchanges(signal: AbortSignal): Exchange[] {
  let exchanges = exchangesOf.get(signal);
  if (exchanges === undefined) {
    const begun: Exchange[] = [];
    signal.addEventListener("abort", () => {
      for (const exchange of [...begun]) {
        exchange.abort();
      }
    });
    exchangesOf.set(signal, begun);
    exchanges = begun;
  }
  return exchanges;
}

/** An exchange whose answer is read as a whole. */
export class WholeExchange extends Exchange {
  readonly #resolve: (answer: UpstreamAnswer) => void;
  readonly #maxBytes: number;
  #head: UpstreamHead | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(
    request: UpstreamRequest,
    resolve: (answer: UpstreamAnswer) => void,
    reject: (error: UpstreamError) => void,
  ) {
    super(request, reject);
    this.#resolve = resolve;
    this.#maxBytes = request.maxBytes ?? MAX_ANSWER_BYTES;
  }

  override onHead(head: UpstreamHead): void {
    this.#head = head;
    expectAtMost(this.#maxBytes, Number(head.headers["content-length"] ?? 0), "answer");
  }

  override onResponseData(_: Flow, chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
    // The pool ends the exchange with what is thrown, and closes its connection.
    expectAtMost(this.#maxBytes, this.#bytes, "answer");
  }

  override onResponseEnd(): void {
    super.onResponseEnd();
    const { headers, status } = this.#head ?? { headers: {}, status: 0 };
    const [first, ...others] = this.#chunks;
    const body = first === undefined || others.length > 0 ? Buffer.concat(this.#chunks) : first;
    const refusal = toStatusError({ status, headers });
    if (refusal !== undefined) {
      this.onFailure(refusal);
    } else {
      this.#resolve({ status, headers, text: body.toString() });
    }
  }

  override onFailure(error: UpstreamError): void {
    this.#chunks = [];
    super.onFailure(error);
  }
}

/** An exchange whose answer is read while it comes. */
export class StreamExchange extends Exchange {
  readonly #resolve: (answer: UpstreamStream) => void;
  readonly #body = new StreamBody();
  #meter: BodyMeter | undefined;

  constructor(
    request: UpstreamRequest,
    resolve: (answer: UpstreamStream) => void,
    reject: (error: UpstreamError) => void,
  ) {
    super(request, reject);
    this.#resolve = resolve;
  }

  override onHead(head: UpstreamHead, flow: Flow): void {
    const refusal = toStatusError(head);
    if (refusal !== undefined) {
      throw refusal;
    }
    this.#meter = isEventStream(head)
      ? new EventMeter()
      : new WholeMeter(MAX_ANSWER_BYTES, "answer");
    this.#body.begin(flow);
    this.#resolve({ ...head, chunks: this.#body });
  }

  override onResponseData(_: Flow, chunk: Buffer): void {
    this.#meter?.add(chunk);
    this.#body.push(chunk);
  }

  override onResponseEnd(): void {
    super.onResponseEnd();
    this.#body.end();
  }

  override onFailure(error: UpstreamError): void {
    this.#body.end(error);
    // Without effect when the head was there.
    super.onFailure(error);
  }
}

/** Tells whether an answer is a stream of events. */
export function isEventStream({ headers }: UpstreamHead): boolean {
  return String(headers["content-type"]).startsWith(EVENT_STREAM);
}

/** It was given up here. */
export function toAborted(cause: unknown): UpstreamError {
  return new UpstreamError("aborted", "It was not waited for any longer.", { cause });
}

/** What says that a connection was neither taken nor refused: more of them wait than may. */
const SILENT_CODES: readonly unknown[] = ["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT"];

function toUpstreamError(error: Error, isSent: boolean, isAborted: boolean): UpstreamError {
  if (error instanceof UpstreamError) {
    return error;
  }
  if (isAborted) {
    return toAborted(error);
  }
  if (isSent) {
    return new UpstreamError("broken", error.message, { cause: error });
  }
  const isSilent = SILENT_CODES.includes((error as NodeJS.ErrnoException).code);
  return new UpstreamError(isSilent ? "busy" : "unreachable", error.message, { cause: error });
}
