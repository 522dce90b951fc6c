import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import type { Clock } from "../clock.js";
import type { CallHeaders } from "./call-headers.js";
import { ConnectTimeoutError, PeerConnectionError } from "./peer-connection-error.js";
import { tryAgain } from "./try-again.js";

/** A connection that nobody has taken by then is to a node that is gone. */
const CONNECT_TIMEOUT_MS = 3_000;

/** How long a connection is silent before the other machine is asked whether it is there. */
const KEEP_ALIVE_MS = 30_000;

/** The statuses that an answer may have (RFC 9110, section 15). */
const FIRST_STATUS = 200;
const LAST_STATUS = 599;

/** Statuses that come without a body. */
const EMPTY_STATUSES = [204, 205, 304];

/** What was called last, and how it answered. */
export interface LastCall {
  url: string;
  /** Undefined until there is an answer. */
  status?: number;
  /** What the answer says in `Retry-After`, in milliseconds. */
  retryAfterMs?: number;
  /** There is a token that shows who calls, and it was not sent there. */
  isTokenWithheld?: boolean;
}

/** A `fetch` for the calls of one message. */
export interface PeerFetch {
  fetch: typeof fetch;
  /**
   * Asks for what everybody may read, such as a card, on a connection of its own, and does not say who
   * asks. No call is the last one by it.
   */
  fetchPublic: typeof fetch;
  readonly last: LastCall;
  /** Has the next call go out on a new connection, and so perhaps to another replica. */
  renew: () => void;
  /** Closes its connections. */
  close: () => void;
}

/**
 * Makes a `fetch` that waits as long as the other side does: an agent that thinks for an hour is
 * silent for an hour, and the global `fetch` gives up after five minutes. It follows no redirects.
 *
 * A Service leads to a replica that is gone until the cluster has noticed. What was not sent, since there
 * was no connection, is tried again for a second or two.
 *
 * A connection is kept for the calls that follow, and for nothing else: a message goes to a replica
 * of its own, what it leads to goes where its task is. A Service chooses a replica for each connection, so
 * one that messages shared would keep them from the replicas that came later.
 *
 * @param getHeaders tells those that a request has besides its own.
 */
export function createPeerFetch(
  url: string,
  clock: Clock,
  getHeaders: (target: URL) => Promise<CallHeaders>,
): PeerFetch {
  const agents = {
    "http:": new HttpAgent({ keepAlive: true }),
    "https:": new HttpsAgent({ keepAlive: true }),
  };
  const last: LastCall = { url };

  /** @param kept are the agents with the connections that are kept. Undefined: none is. */
  const send = (
    target: URL,
    init: RequestInit,
    headers: Readonly<Record<string, string>>,
    kept: typeof agents | undefined,
    onAnswer: (answer: IncomingMessage) => void = () => undefined,
  ): Promise<Response> =>
    new Promise((resolve, reject) => {
      const isSecure = target.protocol === "https:";
      let wasConnected = false;
      const outgoing = (isSecure ? requestHttps : requestHttp)(target, {
        method: init.method ?? "GET",
        headers: { ...Object.fromEntries(new Headers(init.headers)), ...headers },
        agent: kept === undefined ? false : kept[isSecure ? "https:" : "http:"],
        ...(init.signal ? { signal: init.signal } : {}),
      });
      outgoing.once("socket", (socket: Socket) => {
        socket.setKeepAlive(true, KEEP_ALIVE_MS);
        wasConnected = !socket.connecting;
        if (wasConnected) {
          return;
        }
        const giveUp = (): void => {
          outgoing.destroy(new ConnectTimeoutError(CONNECT_TIMEOUT_MS));
        };
        socket.setTimeout(CONNECT_TIMEOUT_MS, giveUp);
        socket.once(isSecure ? "secureConnect" : "connect", () => {
          wasConnected = true;
          socket.setTimeout(0, giveUp);
        });
      });
      // Not once: an error that nobody takes ends the process.
      outgoing.on("error", (error) => {
        reject(
          init.signal?.aborted === true ? error : new PeerConnectionError(error, wasConnected),
        );
      });
      outgoing.once("response", (incoming) => {
        const { statusCode: status = 0 } = incoming;
        if (status < FIRST_STATUS || status > LAST_STATUS) {
          outgoing.destroy(new Error(`the status ${status} is none of HTTP`));
          return;
        }
        onAnswer(incoming);
        resolve(toResponse(incoming));
      });
      outgoing.end(init.body);
    });

  const noteAnswer = ({ headers, statusCode = 0 }: IncomingMessage): void => {
    last.status = statusCode;
    const seconds = Number(headers["retry-after"]);
    if (Number.isFinite(seconds)) {
      last.retryAfterMs = seconds * 1000;
    }
  };

  const closeAll = (): void => {
    agents["http:"].destroy();
    agents["https:"].destroy();
  };

  return {
    last,
    fetch: async (input, init = {}) => {
      last.url = input instanceof Request ? input.url : String(input);
      delete last.status;
      delete last.retryAfterMs;
      const target = new URL(last.url);
      const sendOnce = async (): Promise<Response> => {
        const { headers, isTokenWithheld } = await getHeaders(target);
        last.isTokenWithheld = isTokenWithheld;
        return await send(target, init, headers, agents, noteAnswer);
      };
      return await tryAgain(sendOnce, clock, init.signal);
    },
    fetchPublic: (input, init = {}) => {
      const target = new URL(input instanceof Request ? input.url : input);
      return tryAgain(() => send(target, init, {}, undefined), clock, init.signal);
    },
    renew: closeAll,
    close: closeAll,
  };
}

function toResponse(incoming: IncomingMessage): Response {
  const { rawHeaders, statusCode: status = 0, statusMessage: statusText = "" } = incoming;
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  }
  if (EMPTY_STATUSES.includes(status)) {
    incoming.resume();
    return new Response(null, { status, statusText, headers });
  }
  return new Response(Readable.toWeb(incoming), { status, statusText, headers });
}
