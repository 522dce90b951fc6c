import {
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_PROCESS_ACCEPT_WINDOW_SECONDS,
} from "@berth/agent-runtime";
import { DEFAULT_MAX_TASK_SECONDS, serializeAuth, serializePeers, toAuth } from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../agent-runtime/src/config.ts";
import { EMPTY_WEBHOOK_ALLOWLIST } from "../../agent-runtime/src/push/webhook-allowlist.ts";
import { catchIssues, catchReasons } from "../contract/catch-issues.ts";

const auth = toAuth({ apiKeys: [{ name: "ci", file: "/etc/keys/ci" }] });
const peers = [{ name: "data-analysis", url: "http://data-analysis.agents:8000" }];

describe("the configuration", () => {
  it("has the defaults when the environment says nothing", () => {
    expect(readConfig({})).toEqual({
      cardFile: undefined,
      cardEnvironment: {
        name: undefined,
        description: undefined,
        version: undefined,
        skills: undefined,
      },
      extendedCardFile: undefined,
      cardSigningKeyFile: undefined,
      port: undefined,
      upstream: { url: undefined, cardPath: undefined, rpcPath: undefined },
      url: undefined,
      peers: [],
      siblingsHost: undefined,
      auth: undefined,
      forwardedHosts: [],
      webhookAllowlist: EMPTY_WEBHOOK_ALLOWLIST,
      compatibility: "0.3",
      maxConcurrentTasks: undefined,
      maxQueuedTasks: undefined,
      logLevel: "info",
      tracing: undefined,
      isDrainOn: true,
      acceptWindowSeconds: DEFAULT_PROCESS_ACCEPT_WINDOW_SECONDS,
      maxTaskSeconds: DEFAULT_MAX_TASK_SECONDS,
      maxBodyBytes: DEFAULT_MAX_BODY_BYTES,
      deletionCost: undefined,
      isInPod: false,
      podIp: undefined,
      unknownVariables: [],
    });
    expect([DEFAULT_MAX_BODY_BYTES, DEFAULT_PROCESS_ACCEPT_WINDOW_SECONDS]).toEqual([
      10 * 1024 * 1024,
      0,
    ]);
  });

  it("is what the deployer sets", () => {
    expect(
      readConfig({
        A2A_CARD_FILE: "/etc/a2a/card.json",
        A2A_EXTENDED_CARD_FILE: "/etc/a2a/extended-card.json",
        A2A_CARD_SIGNING_KEY_FILE: "/etc/a2a-key/key.pem",
        A2A_SIBLINGS_HOST: "research-siblings.agents.svc.cluster.local",
        A2A_AUTH: serializeAuth(auth),
        A2A_FORWARDED_HOSTS: "agents.example.com",
        A2A_COMPAT: "off",
        A2A_MAX_CONCURRENT_TASKS: "5",
        A2A_MAX_QUEUED_TASKS: "0",
        A2A_LOG_LEVEL: "debug",
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318",
        POD_IP: "10.0.0.7",
        AGENT_NAME: "Research",
        AGENT_DESCRIPTION: "Summaries",
        AGENT_VERSION: "1.2.0",
        AGENT_SKILLS: "[]",
        AGENT_URL: "http://research.agents.svc.cluster.local:8000",
        A2A_PORT: "8001",
        A2A_UPSTREAM_URL: "http://127.0.0.1:9000/agent",
        A2A_UPSTREAM_CARD_PATH: "/card.json",
        A2A_UPSTREAM_RPC_PATH: "/rpc",
        A2A_PEERS: serializePeers(peers),
        A2A_DISCOVERY_NAMESPACES: "agents,tools",
        A2A_DRAIN: "off",
        A2A_ACCEPT_WINDOW_SECONDS: "5",
        A2A_MAX_TASK_SECONDS: "600",
        A2A_MAX_BODY_BYTES: "1000000",
        POD_NAME: "research-5d8-x",
        HOME: "/",
      }),
    ).toEqual({
      cardFile: "/etc/a2a/card.json",
      cardEnvironment: {
        name: "Research",
        description: "Summaries",
        version: "1.2.0",
        skills: "[]",
      },
      port: 8001,
      upstream: {
        url: "http://127.0.0.1:9000/agent",
        cardPath: "/card.json",
        rpcPath: "/rpc",
      },
      extendedCardFile: "/etc/a2a/extended-card.json",
      cardSigningKeyFile: "/etc/a2a-key/key.pem",
      url: "http://research.agents.svc.cluster.local:8000",
      peers,
      discoveryNamespaces: ["agents", "tools"],
      siblingsHost: { host: "research-siblings.agents.svc.cluster.local", port: undefined },
      auth,
      forwardedHosts: ["agents.example.com"],
      webhookAllowlist: EMPTY_WEBHOOK_ALLOWLIST,
      compatibility: "off",
      maxConcurrentTasks: 5,
      maxQueuedTasks: 0,
      logLevel: "debug",
      tracing: {
        url: "http://collector:4318/v1/traces",
        serviceName: undefined,
        podName: "research-5d8-x",
        podNamespace: undefined,
      },
      isDrainOn: false,
      acceptWindowSeconds: 5,
      maxTaskSeconds: 600,
      maxBodyBytes: 1_000_000,
      isInPod: true,
      podIp: "10.0.0.7",
      unknownVariables: [],
    });
  });

  it("takes an empty variable for none, as Kubernetes sets it from an empty key", () => {
    const empty = Object.fromEntries(
      ["A2A_PORT", "A2A_PEERS", "A2A_DRAIN", "AGENT_URL", "POD_NAME"].map((name) => [name, ""]),
    );
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it("tells everything that is wrong at once, peers and all", () => {
    expect(
      catchReasons(() =>
        readConfig({
          A2A_PEERS: '[{"name":"a"}]',
          A2A_DISCOVERY_NAMESPACES: "Agents",
          AGENT_URL: "research:8000",
          A2A_PORT: "70000",
          A2A_DRAIN: "no",
          A2A_ACCEPT_WINDOW_SECONDS: "-1",
          A2A_MAX_TASK_SECONDS: "0",
          A2A_MAX_BODY_BYTES: "10Mi",
        }),
      ),
    ).toEqual([
      "'A2A_PEERS[0].url' must be given.",
      "'A2A_DISCOVERY_NAMESPACES' (Agents) must be names of namespaces with commas between them, or '*' for all.",
      "'AGENT_URL' (research:8000) must be an absolute http or https URL.",
      "'A2A_PORT' (70000) must be a whole number from 0 to 65535.",
      "'A2A_DRAIN' (no) must be 'on' or 'off'.",
      "'A2A_ACCEPT_WINDOW_SECONDS' (-1) must be a whole number from 0 to 2147483.",
      "'A2A_MAX_TASK_SECONDS' (0) must be a whole number from 1 to 2147483.",
      "'A2A_MAX_BODY_BYTES' (10Mi) must be a whole number from 1 to 9007199254740991.",
    ]);
  });

  it("takes a port as digits, and nothing else that JavaScript reads as a number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65_535 }), (port) => {
        expect(readConfig({ A2A_PORT: String(port) }).port).toBe(port);
      }),
    );
    for (const port of ["0x10", "1e3", " 80", "8.0", "+80", "Infinity"]) {
      expect(
        catchIssues(() => readConfig({ A2A_PORT: port })),
        port,
      ).toHaveLength(1);
    }
  });
});
