import type { IncomingHttpHeaders } from "node:http";

/** A request, as a route reads it. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query, as it was sent: what is encoded in it stays so. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By their names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** What stands in the path where its route has a name, decoded. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** The address that the connection comes from. */
  readonly remoteAddress: string;
  /** Aborted when the caller goes away before it has the whole answer. */
  readonly signal: AbortSignal;
  /**
   * Reads the body.
   *
   * @throws RefusedError when it is longer than `maxBytes`, is not UTF-8, or breaks off.
   */
  readText: (maxBytes: number) => Promise<string>;
}

/** Where a body goes that is written as it comes. */
export interface HttpSink {
  /** False when the reader lags behind and more text would pile up. */
  readonly hasRoom: boolean;
  write: (text: string) => void;
  end: () => void;
  /** Calls back once, when there is room again or the reader has gone. */
  onceRoom: (callback: () => void) => void;
  /** Calls back once, when the answer has been sent or the reader has gone. */
  onceClosed: (callback: () => void) => void;
}

/** Writes a body as it comes. */
export type HttpStream = (sink: HttpSink) => void;

/** An answer. What the connection needs besides, such as the length, is added where it is sent. */
export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | HttpStream;
}

/** Answers requests. */
export type HttpRoute = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

const JSON_HEADERS = { "Content-Type": "application/json" } as const;

/** An answer that is one JSON value. */
export function toJsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status, headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(value) };
}
