import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { AgentExecutor, AgentServerOptions } from "@berth/agent-runtime";
import { onTestFinished } from "vitest";
import { createAgentServerOn } from "../../../agent-runtime/src/agent-server.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createFakeHost } from "../fake-host.ts";
import { createRecordedLog } from "../recorded-log.ts";

/** Serves an executor on a free port until the test is over, and returns its address. */
export async function serve(
  executor: AgentExecutor,
  change: Partial<AgentServerOptions> = {},
): Promise<string> {
  const server = createAgentServerOn(
    { config: readConfig({}), clock: systemClock, host: createFakeHost() },
    {
      executor,
      card: smallestCard,
      host: "127.0.0.1",
      port: 0,
      metricsPort: 0,
      adminPort: 0,
      log: createRecordedLog(),
      ...change,
    },
  );
  onTestFinished(() => server.close());
  const { port } = await server.listen();
  return `http://127.0.0.1:${port}`;
}

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
