import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";

/** Answers as a test says, on a free port until the test is over, and returns the address. */
export async function serveRaw(
  answer: (request: IncomingMessage, response: ServerResponse, url: string) => void,
): Promise<string> {
  const server = createServer((request, response) => {
    answer(request, response, url);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return url;
}

/** Hands out a card that leads back to the server, and answers calls as a test says. */
export function serveAgentRaw(
  answer: (response: ServerResponse, call: { id: unknown; method: string }) => void,
): Promise<string> {
  return serveRaw((request, response, url) => {
    if (request.method === "GET") {
      const supportedInterfaces = [{ url, protocolBinding: "JSONRPC", protocolVersion: "1.0" }];
      const capabilities = { streaming: true };
      response.end(JSON.stringify({ ...smallestCard, supportedInterfaces, capabilities }));
      return;
    }
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      answer(response, JSON.parse(body) as { id: unknown; method: string });
    });
  });
}
