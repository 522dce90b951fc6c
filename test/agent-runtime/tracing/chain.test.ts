import type { AgentExecutor, AgentServer } from "@berth/agent-runtime";
import type { Peer } from "@berth/contract";
import { expect, it, onTestFinished } from "vitest";
import { createAgentServerOn } from "../../../agent-runtime/src/agent-server.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { toParams } from "../agent-under-test.ts";
import { createFakeHost } from "../fake-host.ts";
import { createHeldExecutor } from "../held-executor.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { startTraceCollector } from "./trace-collector.ts";

/** Serves a traced agent, and tells its address. */
async function serveTraced(
  collectorUrl: string,
  name: string,
  executor: AgentExecutor,
  peers: Peer[] = [],
): Promise<{ server: AgentServer; url: string }> {
  const environment = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collectorUrl, POD_NAME: `${name}-0` };
  const server = createAgentServerOn(
    { config: readConfig(environment), clock: systemClock, host: createFakeHost() },
    {
      executor,
      card: { ...smallestCard, name },
      peers,
      host: "127.0.0.1",
      port: 0,
      metricsPort: 0,
      adminPort: 0,
      log: createRecordedLog(),
    },
  );
  onTestFinished(() => server.close());
  const { port } = await server.listen();
  return { server, url: `http://127.0.0.1:${port}` };
}

/** Calls a method with a message. */
function call(
  url: string,
  method: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": "1.0", ...headers },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: toParams("go") }),
  });
}

it("makes one trace of a request, the task it begins, and what that asks of a peer", async () => {
  const collector = await startTraceCollector();
  const peer = await serveTraced(collector.url, "data", (task) => {
    task.complete("42");
  });
  const agent = await serveTraced(
    collector.url,
    "research",
    async (task) => {
      const answer = await task.peers.get("data").ask({ parts: [{ text: "how many?" }] });
      task.complete(answer.text);
    },
    [{ name: "data", url: peer.url }],
  );
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
  const response = await call(agent.url, "SendMessage", { traceparent });
  expect(await response.json()).toMatchObject({
    result: { task: { status: { state: "TASK_STATE_COMPLETED" } } },
  });
  await agent.server.close();
  await peer.server.close();

  const names = new Map(
    collector.spans.map((span) => [span.spanId, `${span.service} ${span.name}`]),
  );
  names.set("b7ad6b7169203331", "the caller");
  const chain = collector.spans.map((span) => [
    names.get(span.parentSpanId ?? ""),
    names.get(span.spanId),
  ]);
  expect(new Set(collector.spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
  expect(chain.sort()).toEqual([
    ["data SendStreamingMessage", "data invoke_agent data"],
    ["research SendMessage", "research invoke_agent research"],
    ["research invoke_agent data", "data SendStreamingMessage"],
    ["research invoke_agent research", "research invoke_agent data"],
    ["the caller", "research SendMessage"],
  ]);
});

it.each(["SendMessage", "SendStreamingMessage"])(
  "sends the span of the last %s of a process that goes away",
  async (method) => {
    const collector = await startTraceCollector();
    const held = createHeldExecutor();
    const { server, url } = await serveTraced(collector.url, "last", held.execute);
    const answer = call(url, method).then((response) => response.text());
    const { release } = await held.next();
    const closing = server.close();
    release();
    await Promise.all([closing, answer]);
    expect(collector.spans.map(({ name }) => name).sort()).toEqual([method, "invoke_agent last"]);
  },
);
