import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";

/** A server that stands for an agent: it serves a card, or what a test says in place of one. */
export interface CardServer {
  readonly url: string;
  readonly cardUrl: string;
  /** The headers of each question for the card. */
  readonly requests: IncomingMessage["headers"][];
  /** Answers; serves the card of `toGoodCard` by default. */
  answer: (response: ServerResponse, request: IncomingMessage) => void;
  stop: () => void;
}

/** A card as an agent at a URL serves it. */
export function toGoodCard(url: string, change: object = {}): object {
  const supportedInterfaces = [{ url, protocolBinding: "JSONRPC", protocolVersion: "1.0" }];
  return { ...smallestCard, supportedInterfaces, ...change };
}

/** Serves a value as a card. */
export function sendJson(
  response: ServerResponse,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(200, { "Content-Type": "application/json", ...headers });
  response.end(JSON.stringify(value));
}

/** Starts a server on a free port that ends with its test. */
export async function startCardServer(): Promise<CardServer> {
  const requests: CardServer["requests"] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers);
    card.answer(response, request);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(stop);
  const card: CardServer = {
    url,
    cardUrl: `${url}/.well-known/agent-card.json`,
    requests,
    answer: (response) => {
      sendJson(response, toGoodCard(url));
    },
    stop,
  };
  return card;
}
