import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";

/** Answers as a test says, on a port until the test is over, and returns the address. Port 0: a free one. */
export async function serveRaw(
  answer: (request: IncomingMessage, response: ServerResponse, url: string) => void,
  port = 0,
): Promise<string> {
  const server = createServer((request, response) => {
    answer(request, response, url);
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return url;
}

/** A call of JSON-RPC, as it came. */
export interface RawCall {
  id: unknown;
  method: string;
  params: unknown;
  headers: IncomingHttpHeaders;
}

/** Hands out a card that leads back to the server, and answers calls as a test says. */
export function serveAgentRaw(
  answer: (response: ServerResponse, call: RawCall) => void,
  capabilities: { streaming: boolean } = { streaming: true },
  port = 0,
): Promise<string> {
  return serveRaw((request, response, url) => {
    if (request.method === "GET") {
      const supportedInterfaces = [{ url, protocolBinding: "JSONRPC", protocolVersion: "1.0" }];
      response.end(JSON.stringify({ ...smallestCard, supportedInterfaces, capabilities }));
      return;
    }
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      answer(response, { ...(JSON.parse(body) as RawCall), headers: request.headers });
    });
  }, port);
}

/** Ends a stream with a task that is done. */
export function endWithTask(response: ServerResponse, id: unknown): void {
  const task = { id: "t", contextId: "c", status: { state: "TASK_STATE_COMPLETED" } };
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { task } })}\n\n`);
}
