import type { IncomingHttpHeaders } from "node:http";
import type { EventSource } from "../protocol/event-source.js";
import Pool from "undici/lib/dispatcher/pool.js";
import { type Exchange, StreamExchange, toAborted, WholeExchange } from "./upstream-exchange.js";

/**
 * How long an idle connection is kept. Servers of agents close theirs after two to five seconds: a
 * message must not be on its way at that moment, since it must not be sent twice.
 */
const IDLE_MS = 1_000;

/** A connection that nobody has taken by then is to a process that hangs. */
const CONNECT_MS = 5_000;

/** A request to the agent. */
export interface UpstreamRequest {
  method: "DELETE" | "GET" | "POST";
  /** With the query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  /** Ends the request. */
  signal?: AbortSignal | undefined;
  /** How many bytes the answer may have that is read as a whole. Defaults to 16 MiB. */
  maxBytes?: number | undefined;
}

/** The head of an answer. */
export interface UpstreamHead {
  status: number;
  headers: IncomingHttpHeaders;
}

/** An answer that is there as a whole. */
export interface UpstreamAnswer extends UpstreamHead {
  text: string;
}

/** An answer that comes bit by bit. Nothing is read ahead of what is taken off. */
export interface UpstreamStream extends UpstreamHead {
  chunks: EventSource<Buffer>;
}

/** Connections to the agent behind the proxy. */
export interface UpstreamConnection {
  /** Where the agent listens: scheme, host and port. */
  readonly origin: string;
  /** Resolves to the whole answer. @throws UpstreamError. */
  request: (request: UpstreamRequest) => Promise<UpstreamAnswer>;
  /**
   * Resolves to the answer when its head is there. An event of it may have 16 MiB, and what is no stream of
   * events as much.
   *
   * @throws UpstreamError, also while it is read.
   */
  stream: (request: UpstreamRequest) => Promise<UpstreamStream>;
  close: () => void;
}

/**
 * Makes connections that wait as long as the agent does: one that thinks for an hour is silent for an
 * hour. They follow no redirects: the agent is where its card says, and nowhere else.
 */
export function createUpstreamConnection(url: string): UpstreamConnection {
  const { origin } = new URL(url);
  const pool = new Pool(origin, {
    connections: null,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    // A connection of HTTP/2 would be shared, and its loss that of all calls on it.
    allowH2: false,
    connect: { timeout: CONNECT_MS },
  });

  const send = (request: UpstreamRequest, exchange: Exchange): void => {
    const { body, headers, method, path } = request;
    if (exchange.isAborted) {
      exchange.onResponseError(undefined, toAborted(undefined));
    } else {
      pool.dispatch({ method, path, headers, body: body ?? null }, exchange);
    }
  };

  return {
    origin,
    request: (request) =>
      new Promise((resolve, reject) => {
        send(request, new WholeExchange(request, resolve, reject));
      }),
    stream: (request) =>
      new Promise((resolve, reject) => {
        send(request, new StreamExchange(request, resolve, reject));
      }),
    close: () => {
      void pool.destroy().catch(() => undefined);
    },
  };
}
