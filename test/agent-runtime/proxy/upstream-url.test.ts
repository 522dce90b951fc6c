import { expect, it, onTestFinished } from "vitest";
import type { Ground } from "../../../agent-runtime/src/agent-core.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { createAgentProxyOn } from "../../../agent-runtime/src/proxy/agent-proxy.ts";
import { createProxyCore } from "../../../agent-runtime/src/proxy/proxy-core.ts";
import type { AgentProxyOptions } from "../../../agent-runtime/src/proxy/proxy-options.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { catchReasons } from "../../contract/catch-issues.ts";
import { createFakeHost } from "../fake-host.ts";
import { createRecordedLog } from "../recorded-log.ts";

const GIVEN = { card: smallestCard, log: createRecordedLog() };

function createGround(environment: Record<string, string> = {}): Ground {
  return { config: readConfig(environment), clock: systemClock, host: createFakeHost() };
}

function make(options: AgentProxyOptions, environment?: Record<string, string>): unknown {
  return createAgentProxyOn(createGround(environment), { ...GIVEN, ...options });
}

const toRule = (url: string): string =>
  `'upstreamUrl' (${url}) must not be the port that the proxy listens on. Give the agent's with ` +
  "--upstream, or another --port.";

it.each<[string, AgentProxyOptions, Record<string, string>?]>([
  ["http://127.0.0.1:8000", {}, { A2A_PORT: "8000" }],
  ["http://localhost:8080", { upstreamUrl: "http://localhost:8080" }],
  ["http://127.8.9.1:8080/rpc", {}, { A2A_UPSTREAM_URL: "http://127.8.9.1:8080/rpc" }],
  ["http://[::1]:7000", { upstreamUrl: "http://[::1]:7000", port: 7000, host: "::" }],
  ["http://0.0.0.0:7000", { upstreamUrl: "http://0.0.0.0:7000", port: 7000, host: "0.0.0.0" }],
  ["http://10.1.2.3:7000", { upstreamUrl: "http://10.1.2.3:7000", port: 7000, host: "10.1.2.3" }],
  ["http://127.0.0.1", { upstreamUrl: "http://127.0.0.1", port: 80, host: "localhost" }],
  ["http://localhost:7000", { upstreamUrl: "http://localhost:7000", port: 7000, host: "::1" }],
])("refuses to stand in front of itself, at %s", (url, options, environment) => {
  expect(catchReasons(() => make(options, environment))).toEqual([toRule(url)]);
});

it.each<AgentProxyOptions>([
  { upstreamUrl: "http://127.0.0.1:8000" },
  { upstreamUrl: "http://agent.example:8080" },
  { upstreamUrl: "http://127.0.0.1:8080", host: "10.1.2.3" },
  { upstreamUrl: "http://127.0.0.1:8080", host: "127.0.0.2" },
])("may stand in front of another address or another port: %o", (options) => {
  expect(() => make(options)).not.toThrow();
});

it("tells of a wrong card in the same breath", () => {
  const reasons = catchReasons(() => make({ card: { ...smallestCard, name: "" }, port: 8000 }));
  expect(reasons).toHaveLength(2);
  expect(reasons).toContain(toRule("http://127.0.0.1:8000"));
});

it("refuses the free port that it gets when it is that of the agent", async () => {
  const core = createProxyCore(createGround(), {
    ...GIVEN,
    upstreamUrl: "http://127.0.0.1:7000",
    port: 0,
  });
  onTestFinished(() => {
    core.close();
  });
  const place = { url: "http://localhost:7000", port: 7000 };
  await expect(core.open(place)).rejects.toThrow(toRule("http://127.0.0.1:7000"));
});
