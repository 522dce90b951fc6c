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

/**
 * Sends an answer by a response of Node. A caller that takes nothing off for `stallMs` is cut: what it
 * has not read is held in memory. One that reads slowly is not.
 *
 * An answer that is one text is only written where there is `onWritten`, which ends it.
 */
export function sendAnswer(
  response: ServerResponse,
  { status, headers, body }: HttpAnswer,
  stallMs: number,
  onWritten?: (end: () => void) => void,
): void {
  const cutStalled = (): void => {
    response.setTimeout(stallMs, () => {
      response.destroy();
    });
  };
  if (typeof body === "function") {
    response.writeHead(status, headers);
    response.flushHeaders();
    cutStalled();
    body(toSink(response));
  } else if (BODILESS.includes(status)) {
    response.writeHead(status, headers).end();
  } else {
    response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) });
    if (onWritten === undefined) {
      response.end(body);
    } else {
      response.write(body);
      onWritten(() => {
        response.end();
      });
    }
    if (response.writableLength > 0) {
      cutStalled();
    }
  }
}

function toSink(response: ServerResponse): HttpSink {
  const isOpen = (): boolean => !response.closed && !response.writableEnded;
  return {
    get hasRoom() {
      return !response.writableNeedDrain && isOpen();
    },
    write: (text) => {
      if (isOpen()) {
        response.write(text);
      }
    },
    end: () => {
      response.end();
    },
    onceRoom: (callback) => {
      const onRoom = (): void => {
        response.off("drain", onRoom).off("close", onRoom);
        callback();
      };
      if (isOpen()) {
        response.on("drain", onRoom).on("close", onRoom);
      } else {
        callback();
      }
    },
    onceClosed: (callback) => {
      if (response.closed) {
        callback();
      } else {
        response.once("close", callback);
      }
    },
  };
}
