import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import Pool from "undici/lib/dispatcher/pool.js";
import { UpstreamError } from "./upstream-error.js";

/**
 * How long an idle connection is kept. Servers of agents close theirs after two to five seconds: a
 * message must not be on its way at that moment, since it must not be sent twice.
 */
const IDLE_MS = 1_000;

/** A connection that nobody has taken by then is to a process that hangs. */
const CONNECT_MS = 5_000;

/** What says "later": too many requests, and no service. */
const BUSY_STATUSES: readonly number[] = [429, 503];

/** The least status of an answer (RFC 9110, section 15): what is below it comes before one. */
const FINAL_STATUS = 200;

/** A request to the agent. */
export interface UpstreamRequest {
  method: "DELETE" | "GET" | "POST";
  /** With the query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  /** Ends the request. */
  signal?: AbortSignal | undefined;
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
  chunks: AsyncGenerator<Buffer, void, undefined>;
}

/** Connections to the agent behind the proxy. */
export interface UpstreamConnection {
  /** Where the agent listens: scheme, host and port. */
  readonly origin: string;
  /** Resolves to the whole answer. @throws UpstreamError. */
  request: (request: UpstreamRequest) => Promise<UpstreamAnswer>;
  /** Resolves to the answer when its head is there. @throws UpstreamError, also while it is read. */
  stream: (request: UpstreamRequest) => Promise<UpstreamStream>;
  close: () => void;
}

/** What a request is told of, in the turn in which it happens. */
interface Receiver {
  onHead: (head: UpstreamHead, flow: Flow) => void;
  onChunk: (chunk: Buffer) => void;
  onEnd: () => void;
  onError: (error: UpstreamError) => void;
}

type Flow = Pick<Dispatcher.DispatchController, "abort" | "pause" | "resume">;

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
    connect: { timeout: CONNECT_MS },
  });

  const send = (request: UpstreamRequest, receiver: Receiver): void => {
    const { signal } = request;
    const isAborted = (): boolean => signal?.aborted === true;
    if (isAborted()) {
      receiver.onError(toAborted(undefined));
      return;
    }
    let isSent = false;
    let flow: Flow | undefined;
    const abort = (): void => {
      flow?.abort(toAborted(undefined));
    };
    const stop = signal === undefined ? ignore : listen(signal, abort);
    pool.dispatch(
      {
        method: request.method,
        path: request.path,
        headers: request.headers,
        body: request.body ?? null,
      },
      {
        onRequestStart: (controller) => {
          isSent = true;
          flow = controller;
          if (isAborted()) {
            abort();
          }
        },
        onResponseStart: (controller, status, headers) => {
          if (status < FINAL_STATUS) {
            // Such as 103: the answer is still to come.
            return;
          }
          receiver.onHead({ status, headers }, controller);
        },
        onResponseData: (_, chunk) => {
          receiver.onChunk(chunk);
        },
        onResponseEnd: () => {
          stop();
          receiver.onEnd();
        },
        onResponseError: (_, error) => {
          stop();
          receiver.onError(toUpstreamError(error, isSent, isAborted()));
        },
      },
    );
  };

  return {
    origin,
    request: (request) =>
      new Promise((resolve, reject) => {
        let head: UpstreamHead;
        let chunks: Buffer[] = [];
        send(request, {
          onHead: (first) => {
            head = first;
          },
          onChunk: (chunk) => {
            chunks.push(chunk);
          },
          onEnd: () => {
            const [first, ...others] = chunks;
            const body = first === undefined || others.length > 0 ? Buffer.concat(chunks) : first;
            chunks = [];
            if (BUSY_STATUSES.includes(head.status)) {
              reject(new UpstreamError("busy", `It answers ${head.status}.`));
            } else {
              resolve({ status: head.status, headers: head.headers, text: body.toString() });
            }
          },
          onError: reject,
        });
      }),
    stream: (request) =>
      new Promise((resolve, reject) => {
        const body = createChunks();
        send(request, {
          onHead: (head, flow) => {
            if (BUSY_STATUSES.includes(head.status)) {
              flow.abort(new UpstreamError("busy", `It answers ${head.status}.`));
              return;
            }
            resolve({ ...head, chunks: body.read(flow) });
          },
          onChunk: body.push,
          onEnd: body.end,
          onError: (error) => {
            body.fail(error);
            // Without effect when the head was there.
            reject(error);
          },
        });
      }),
    close: () => {
      void pool.destroy().catch(() => undefined);
    },
  };
}

/** What is to be done when a signal is aborted. */
const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when a signal is aborted, until the returned function is called. One listener for all who have
 * the same signal: each on its own costs more than all else that is done for a call.
 */
function listen(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = listeners.get(signal) ?? new Set();
  if (!listeners.has(signal)) {
    listeners.set(signal, callbacks);
    signal.addEventListener("abort", () => {
      for (const call of callbacks) {
        call();
      }
    });
  }
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
  };
}

function ignore(): void {
  // Nobody can give it up.
}

/** A body while it comes, for one reader. */
interface Chunks {
  push: (chunk: Buffer) => void;
  end: () => void;
  fail: (error: UpstreamError) => void;
  read: (flow: Flow) => AsyncGenerator<Buffer, void, undefined>;
}

function createChunks(): Chunks {
  const waiting: Buffer[] = [];
  let isOver = false;
  let failure: UpstreamError | undefined;
  let wake = (): void => undefined;
  let pause = (): void => undefined;
  return {
    push: (chunk) => {
      waiting.push(chunk);
      pause();
      wake();
    },
    end: () => {
      isOver = true;
      wake();
    },
    fail: (error) => {
      isOver = true;
      failure = error;
      wake();
    },
    async *read(flow) {
      pause = () => {
        flow.pause();
      };
      try {
        for (;;) {
          const chunk = waiting.shift();
          if (chunk !== undefined) {
            yield chunk;
          } else if (failure !== undefined) {
            throw failure;
          } else if (isOver) {
            return;
          } else {
            const woken = new Promise<void>((resolve) => {
              wake = resolve;
            });
            flow.resume();
            await woken;
          }
        }
      } finally {
        if (!isOver) {
          flow.abort(toAborted(undefined));
        }
      }
    },
  };
}

function toAborted(cause: unknown): UpstreamError {
  return new UpstreamError("aborted", "It was not waited for any longer.", { cause });
}

function toUpstreamError(error: Error, isSent: boolean, isAborted: boolean): UpstreamError {
  if (error instanceof UpstreamError) {
    return error;
  }
  return isAborted
    ? toAborted(error)
    : new UpstreamError(isSent ? "broken" : "unreachable", error.message, { cause: error });
}
