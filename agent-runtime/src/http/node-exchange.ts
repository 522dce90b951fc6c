import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpAnswer, HttpSink } from "./http-exchange.js";
import { readText } from "./read-text.js";
import type { UnroutedRequest } from "./router.js";

/** A request of Node as routes read it, where all bodies together may take so many bytes. */
export function toRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  maxBytesUnderWay: number,
): UnroutedRequest {
  return new IncomingRequest(incoming, response, maxBytesUnderWay);
}

/** A class: accessors in a literal would be made anew for every request, which costs 3 µs. */
class IncomingRequest implements UnroutedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Set by the router, and given its place here. */
  readonly params = undefined;
  readonly #incoming: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #maxBytesUnderWay: number;
  #query: URLSearchParams | undefined;
  #signal: AbortSignal | undefined;

  constructor(incoming: IncomingMessage, response: ServerResponse, maxBytesUnderWay: number) {
    const { url = "/" } = incoming;
    const queryAt = url.indexOf("?");
    this.method = incoming.method ?? "GET";
    this.path = queryAt === -1 ? url : url.slice(0, queryAt);
    this.headers = incoming.headers;
    this.#incoming = incoming;
    this.#response = response;
    this.#maxBytesUnderWay = maxBytesUnderWay;
  }

  // Made when they are asked for: few requests are.
  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams((this.#incoming.url ?? "").slice(this.path.length));
    return this.#query;
  }

  get remoteAddress(): string {
    return this.#incoming.socket.remoteAddress ?? "";
  }

  get signal(): AbortSignal {
    this.#signal ??= createLossSignal(this.#response);
    return this.#signal;
  }

  readText(maxBytes: number): Promise<string> {
    return readText(this.#incoming, maxBytes, this.#maxBytesUnderWay);
  }
}

/** A request without a body is whole with its headers, but Node does not say so yet. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}

/** Aborted when the connection closes before the whole answer was sent. */
function createLossSignal(response: ServerResponse): AbortSignal {
  const loss = new AbortController();
  const onClose = (): void => {
    if (!response.writableFinished) {
      loss.abort();
    }
  };
  if (response.closed) {
    onClose();
  } else {
    response.once("close", onClose);
  }
  return loss.signal;
}

/** What has no body has no length either. */
const BODILESS: readonly number[] = [204, 304];

/** How an answer is sent. */
export interface Sending {
  /** Names and values in turn, for the headers about the connection. */
  connectionHeaders: readonly string[];
  /** How long a caller may take nothing off of its answer. */
  stallMs: number;
  /** Ends an answer that is one text, when it was written. */
  onWritten?: (end: () => void) => void;
}

/**
 * Sends an answer by a response of Node. A caller that takes nothing off for `stallMs` is cut: what it
 * has not read is held in memory. One that reads slowly is not.
 */
export function sendAnswer(
  response: ServerResponse,
  { status, headers, body }: HttpAnswer,
  { connectionHeaders, onWritten, stallMs }: Sending,
): void {
  // As one list: Node copies headers that it is given one by one.
  const list = [...connectionHeaders];
  for (const name in headers) {
    list.push(name, headers[name] ?? "");
  }
  if (typeof body === "function") {
    response.writeHead(status, list);
    response.flushHeaders();
    cutStalled(response, stallMs);
    body(new ResponseSink(response));
  } else if (BODILESS.includes(status)) {
    response.writeHead(status, list).end();
  } else {
    list.push("Content-Length", String(Buffer.byteLength(body)));
    response.writeHead(status, list);
    if (onWritten === undefined) {
      response.end(body, findEncoding(body));
    } else {
      response.write(body);
      onWritten(() => {
        response.end();
      });
    }
    if (response.writableLength > 0) {
      cutStalled(response, stallMs);
    }
  }
}

/**
 * ASCII is the same in UTF-8 and Latin-1, and Node writes the latter faster: a whole call takes a twentieth
 * less. The head goes in the same encoding, and is Latin-1 anyway.
 */
function findEncoding(content: string | Uint8Array): "latin1" | "utf8" {
  return Buffer.byteLength(content) === content.length ? "latin1" : "utf8";
}

function cutStalled(response: ServerResponse, stallMs: number): void {
  response.setTimeout(stallMs, () => {
    response.destroy();
  });
}

/** A class: a stream has one for as long as it lasts, and closures are six objects. */
class ResponseSink implements HttpSink {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get hasRoom(): boolean {
    return !this.#response.writableNeedDrain && this.#isOpen;
  }

  write(text: string): void {
    if (this.#isOpen) {
      this.#response.write(text, findEncoding(text));
    }
  }

  end(): void {
    this.#response.end();
  }

  onceRoom(callback: () => void): void {
    const response = this.#response;
    const onRoom = (): void => {
      response.off("drain", onRoom).off("close", onRoom);
      callback();
    };
    if (this.#isOpen) {
      response.on("drain", onRoom).on("close", onRoom);
    } else {
      callback();
    }
  }

  onceClosed(callback: () => void): void {
    if (this.#response.closed) {
      callback();
    } else {
      this.#response.on("close", callback);
    }
  }

  get #isOpen(): boolean {
    return !this.#response.closed && !this.#response.writableEnded;
  }
}
