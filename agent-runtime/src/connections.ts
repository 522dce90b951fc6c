import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { toBrokenRequestText } from "./http/broken-request.js";
import { hasBody } from "./http/node-exchange.js";

/** What a caller goes on sending is dropped for so long, that it comes to read its answer. */
const LINGER_MS = 2_000;

/** The connections of a server, and which of them wait for an answer. */
export interface Connections {
  /** A request has come, or its headers have. */
  track: (incoming: IncomingMessage, response: ServerResponse) => void;
  /** Cuts those that have sent nothing. */
  cutUnused: () => void;
  /** Cuts those that wait for no answer: half a request begins nothing any more. */
  cutUnanswered: () => void;
}

/** What is known of a connection: one record, so that a request changes no map (see `createAgedMap`). */
interface Connection {
  readonly socket: Socket;
  /** How many requests have come as a whole and are not answered. */
  unansweredCount: number;
  /** Of the last request. */
  response: ServerResponse | undefined;
}

/**
 * Follows the connections of a server. Node knows which ones were used and are idle. It does not count
 * those that have sent nothing, or no whole request, and would wait for them.
 */
export function createConnections(server: Server): Connections {
  const connections = new Map<Duplex, Connection>();
  server.on("connection", (socket: Socket) => {
    connections.set(socket, { socket, unansweredCount: 0, response: undefined });
    socket.once("close", () => {
      connections.delete(socket);
    });
  });
  server.on("clientError", (error, socket) => {
    refuseBrokenRequest(error, socket, connections.get(socket)?.response);
  });
  return {
    track: (incoming, response) => {
      const connection = connections.get(incoming.socket);
      if (connection === undefined) {
        // It has closed.
        return;
      }
      connection.response = response;
      let isWhole = false;
      const takeWhole = (): void => {
        // A body may end after the answer to it.
        if (!response.closed) {
          isWhole = true;
          connection.unansweredCount += 1;
        }
      };
      if (hasBody(incoming)) {
        // Both come once: a listener that removes itself costs more than all of this.
        incoming.on("end", takeWhole);
      } else {
        takeWhole();
      }
      response.on("close", () => {
        if (isWhole) {
          connection.unansweredCount -= 1;
        }
        if (connection.response === response) {
          connection.response = undefined;
        }
      });
    },
    cutUnused: () => {
      for (const { socket } of connections.values()) {
        if (socket.bytesRead === 0) {
          socket.destroy();
        }
      }
    },
    cutUnanswered: () => {
      for (const { socket, unansweredCount } of connections.values()) {
        if (unansweredCount === 0) {
          socket.destroy();
        }
      }
    },
  };
}

/**
 * Ends the connection of a request that was answered before it came to its end. `onEnd` is called
 * when the request has, before that.
 */
export function linger(incoming: IncomingMessage, onEnd: () => void = () => undefined): void {
  incoming.resume();
  const timer = setTimeout(() => {
    incoming.socket.destroy();
  }, LINGER_MS);
  incoming.once("close", () => {
    clearTimeout(timer);
    onEnd();
  });
}

/** There is no request to answer, or not all of it: what is said goes onto the socket. */
function refuseBrokenRequest(
  { code = "" }: NodeJS.ErrnoException,
  socket: Duplex,
  response: ServerResponse | undefined,
): void {
  if (code === "ECONNRESET" || !socket.writable || response?.headersSent === true) {
    socket.destroy();
  } else {
    socket.end(toBrokenRequestText(code));
  }
}
