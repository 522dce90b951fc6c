import { Agent, type IncomingMessage, request as startRequest } from "node:http";
import type { Clock } from "../clock.js";
import type { Sibling } from "./find-siblings.js";
import { SiblingError } from "./sibling-error.js";

/** A kernel that has not taken the connection by then belongs to a node that is gone. */
const CONNECT_TIMEOUT_MS = 1_000;

/** A silent connection is probed after this time, so that a lost node ends a wait of hours. */
const PROBE_MS = 10_000;

/** How many quick questions to one sibling are on their way at a time; the others wait. */
const MAX_SOCKETS = 32;

/** A request to a sibling. */
export interface SiblingRequest {
  sibling: Sibling;
  path: string;
  headers: Readonly<Record<string, string | string[]>>;
  body: string;
  /**
   * It is answered at once, and nothing is different when it is sent twice. All else gets a
   * connection of its own: it waits for no other request, and is sent once.
   */
  isQuick: boolean;
  /** Ends the request. A reason that is a SiblingError is what it fails with. */
  signal: AbortSignal;
}

/** Connections to siblings. */
export interface SiblingConnections {
  /**
   * Posts a request. Resolves to the answer when its head is there.
   *
   * @throws SiblingError.
   */
  post: (request: SiblingRequest) => Promise<IncomingMessage>;
  /** Closes every connection. */
  close: () => void;
}

/** Makes connections to siblings. */
export function createSiblingConnections(clock: Clock): SiblingConnections {
  const kept = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const own = new Agent();

  const post = (given: SiblingRequest, isFirst: boolean): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { body, headers, isQuick, path, sibling, signal } = given;
      const request = startRequest({
        agent: isQuick ? kept : own,
        host: sibling.host,
        port: sibling.port,
        method: "POST",
        path,
        headers: { ...headers, "Content-Length": Buffer.byteLength(body) },
        signal,
      });
      let isConnected = false;
      request.once("socket", (socket) => {
        socket.setKeepAlive(true, PROBE_MS);
        if (!socket.connecting) {
          isConnected = true;
          return;
        }
        const cancelTimer = clock.startTimer(CONNECT_TIMEOUT_MS, () => {
          request.destroy(new Error(`There was no connection within ${CONNECT_TIMEOUT_MS} ms.`));
        });
        request.once("close", cancelTimer);
        socket.once("connect", () => {
          isConnected = true;
          cancelTimer();
        });
      });
      let isAnswered = false;
      request.once("response", (answer) => {
        isAnswered = true;
        resolve(answer);
      });
      request.on("error", (error) => {
        if (isFirst && request.reusedSocket && !isAnswered && !signal.aborted) {
          // The sibling closed a kept connection at the moment when it was used again.
          resolve(post(given, false));
          return;
        }
        reject(toSiblingError(error, isConnected ? "broken" : "unreachable", signal));
      });
      request.end(body);
    });

  return {
    post: (given) => post(given, true),
    close: () => {
      kept.destroy();
      own.destroy();
    },
  };
}

/** What a request failed with. A signal that was aborted on purpose has its own reason. */
export function toSiblingError(
  error: unknown,
  failure: "broken" | "unreachable",
  signal: AbortSignal,
): Error {
  const known: unknown = signal.aborted ? signal.reason : error;
  if (known instanceof SiblingError || (signal.aborted && known instanceof Error)) {
    return known;
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new SiblingError(failure, reason, { cause: error });
}
