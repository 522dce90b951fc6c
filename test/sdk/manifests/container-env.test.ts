import { AgentRuntimeMode } from "@berth/berth";
import { toAuth } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { buildContainerEnv } from "../../../sdk/src/manifests/container-env.ts";
import { deploymentFacts, sidecarFacts } from "./agent-facts.ts";

function fromCard(name: string) {
  return {
    name,
    valueFrom: { configMapKeyRef: { name: "research-card-0123abcd", key: name } },
  };
}

function fromPod(name: string, fieldPath: string) {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

const url = { name: "AGENT_URL", value: "http://research.agents.svc.cluster.local:8000" };
const peers = `[{"name":"data-analysis","url":"http://data-analysis.agents.svc.cluster.local:8000"}]`;
const card = ["AGENT_NAME", "AGENT_DESCRIPTION", "AGENT_VERSION", "AGENT_SKILLS"].map(fromCard);
const pod = [
  fromPod("POD_NAME", "metadata.name"),
  fromPod("POD_NAMESPACE", "metadata.namespace"),
  fromPod("POD_IP", "status.podIP"),
];

describe("buildContainerEnv", () => {
  it("tells an embedded runtime all it reads, in an order that never changes", () => {
    expect(buildContainerEnv({ ...deploymentFacts, peers, port: 8080 })).toEqual([
      { name: "A2A_CARD_FILE", value: "/etc/a2a/card.json" },
      { name: "A2A_PORT", value: "8080" },
      url,
      ...card,
      { name: "A2A_PEERS", value: peers },
      { name: "A2A_MAX_TASK_SECONDS", value: "100" },
      // The kubelet has slept through the accept window when the process hears of its end.
      { name: "A2A_ACCEPT_WINDOW_SECONDS", value: "2" },
      ...pod,
    ]);
  });

  it("tells an embedded runtime who calls, and how they are known", () => {
    const config = toAuth({ apiKeys: [{ name: "portal", file: "/var/run/a2a/keys/portal" }] });
    const facts = {
      ...deploymentFacts,
      siblingsHost: "research-siblings.agents.svc.cluster.local",
      auth: { config, apiKeys: [{ name: "portal", secretName: "callers", key: "portal" }] },
      exposure: { hostname: "research.example.com" },
    };
    const env = buildContainerEnv(facts);
    expect(env).toEqual([
      { name: "A2A_CARD_FILE", value: "/etc/a2a/card.json" },
      { name: "A2A_PORT", value: "8000" },
      url,
      ...card,
      { name: "A2A_SIBLINGS_HOST", value: "research-siblings.agents.svc.cluster.local" },
      {
        name: "A2A_AUTH",
        value:
          `{"require":"all","jwt":[],"apiKeys":[` +
          `{"name":"portal","file":"/var/run/a2a/keys/portal","header":"X-API-Key"}]}`,
      },
      { name: "A2A_FORWARDED_HOSTS", value: "research.example.com" },
      { name: "A2A_MAX_TASK_SECONDS", value: "100" },
      { name: "A2A_ACCEPT_WINDOW_SECONDS", value: "2" },
      ...pod,
    ]);
    // No such variable means anything to an image without our runtime.
    expect(buildContainerEnv({ ...facts, mode: AgentRuntimeMode.None })).toEqual([
      url,
      ...card,
      ...pod,
    ]);
  });

  it("tells an embedded runtime alone to say what the deletion of its pod costs", () => {
    const facts = { ...deploymentFacts, idlestPodFirst: true };
    const cost = { name: "A2A_POD_DELETION_COST", value: "on" };
    expect(buildContainerEnv(facts)).toEqual([
      ...buildContainerEnv(deploymentFacts).slice(0, -pod.length),
      cost,
      ...pod,
    ]);
    expect(buildContainerEnv({ ...facts, mode: AgentRuntimeMode.None })).not.toContainEqual(cost);
  });

  it("tells an image without our runtime what images written after the guide read", () => {
    const facts = { ...deploymentFacts, mode: AgentRuntimeMode.None };
    expect(buildContainerEnv({ ...facts, peers })).toEqual([
      url,
      ...card,
      { name: "A2A_PEERS", value: peers },
      ...pod,
    ]);
    expect(buildContainerEnv(facts)).toEqual([url, ...card, ...pod]);
  });

  it("tells an image behind a sidecar the same, its card as a file, and where to listen", () => {
    const config = toAuth({ apiKeys: [{ name: "portal", file: "/var/run/a2a/keys/portal" }] });
    const facts = {
      ...sidecarFacts,
      peers,
      idlestPodFirst: true,
      auth: { config, apiKeys: [{ name: "portal", secretName: "callers", key: "portal" }] },
      exposure: { hostname: "research.example.com" },
      env: { LEVEL: "debug" },
    };
    expect(buildContainerEnv(facts)).toEqual([
      { name: "A2A_CARD_FILE", value: "/etc/a2a/card.json" },
      { name: "A2A_PORT", value: "8000" },
      url,
      ...card,
      { name: "A2A_PEERS", value: peers },
      ...pod,
      { name: "LEVEL", value: "debug" },
    ]);
  });

  it("puts secrets before what the user wrote, so that a value can be made of them", () => {
    const facts = {
      ...deploymentFacts,
      mode: AgentRuntimeMode.None,
      env: { DATABASE_URL: "postgres://agent:$(PASSWORD)@db" },
      secrets: [
        { env: "PASSWORD", secretName: "db", key: "password" },
        { env: "API_KEY", secretName: "llm", key: "openai" },
      ],
    };
    expect(buildContainerEnv(facts).slice([url, ...card, ...pod].length)).toEqual([
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
      { name: "API_KEY", valueFrom: { secretKeyRef: { name: "llm", key: "openai" } } },
      { name: "DATABASE_URL", value: "postgres://agent:$(PASSWORD)@db" },
    ]);
  });

  it("finds a secret that was given by value in the agent's own Secret, by the name of its variable", () => {
    const facts = {
      ...deploymentFacts,
      secrets: [
        { env: "API_KEY", value: "sk-1" },
        { env: "PASSWORD", secretName: "db", key: "password" },
      ],
      secretName: "research-secrets",
    };
    expect(buildContainerEnv(facts).slice(-2)).toEqual([
      {
        name: "API_KEY",
        valueFrom: { secretKeyRef: { name: "research-secrets", key: "API_KEY" } },
      },
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
    ]);
  });

  it("is the same for the same variables in another order, which would be a rollout", () => {
    const one = buildContainerEnv({ ...deploymentFacts, env: { B: "1", A: "2", a: "3" } });
    const other = buildContainerEnv({ ...deploymentFacts, env: { a: "3", A: "2", B: "1" } });
    expect(one).toEqual(other);
    expect(one.slice(-3).map(({ name }) => name)).toEqual(["A", "B", "a"]);
  });
});
