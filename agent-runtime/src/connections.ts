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

/**
 * Follows the connections of a server. Node knows which ones were used and are idle. It does not count
 * those that have sent nothing, or no whole request, and would wait for them.
 */
export function createConnections(server: Server): Connections {
  const connections = new Set<Socket>();
  const answering = new Set<Socket>();
  const responses = new Map<Duplex, ServerResponse>();
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => {
      connections.delete(socket);
    });
  });
  server.on("clientError", (error, socket) => {
    refuseBrokenRequest(error, socket, responses.get(socket));
  });
  return {
    track: (incoming, response) => {
      const { socket } = incoming;
      responses.set(socket, response);
      if (hasBody(incoming)) {
        // Both come once: a listener that removes itself costs more than all of this.
        incoming.on("end", () => {
          answering.add(socket);
        });
      } else {
        answering.add(socket);
      }
      response.on("close", () => {
        answering.delete(socket);
        if (responses.get(socket) === response) {
          responses.delete(socket);
        }
      });
    },
    cutUnused: () => {
      for (const socket of connections) {
        if (socket.bytesRead === 0) {
          socket.destroy();
        }
      }
    },
    cutUnanswered: () => {
      for (const socket of connections) {
        if (!answering.has(socket)) {
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
