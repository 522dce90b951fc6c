import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What a webhook was sent. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** A webhook on the loopback. */
export interface WebhookReceiver {
  /** Its address: no path. */
  origin: string;
  port: number;
  /** Everything that was sent so far. */
  received: Received[];
  /** How many connections were opened so far. */
  readonly connections: number;
  /** How many of them are open. */
  readonly openConnections: number;
  /** Resolves when so much was sent. */
  until: (count: number) => Promise<void>;
}

/** Answers as a test says: with 200 unless it says more. */
export type Answer = (response: ServerResponse, received: Received, count: number) => void;

/** Serves a webhook on a free port until the test is over. */
export async function serveWebhook(
  answer: Answer = (response) => {
    response.end();
  },
): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let connections = 0;
  let openConnections = 0;
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const own: Received = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: JSON.parse(text) as unknown,
      };
      received.push(own);
      for (const { count, resolve } of waiting) {
        if (received.length >= count) {
          resolve();
        }
      }
      answer(response, own, received.length);
    });
  });
  server.on("connection", (socket) => {
    connections += 1;
    openConnections += 1;
    socket.on("close", () => {
      openConnections -= 1;
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    received,
    get connections() {
      return connections;
    },
    get openConnections() {
      return openConnections;
    },
    until: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) {
          resolve();
        } else {
          waiting.push({ count, resolve });
        }
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding("utf8");
  let text = "";
  for await (const chunk of request) {
    text += chunk as string;
  }
  return text;
}
