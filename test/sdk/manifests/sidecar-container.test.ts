import { toAuth, toDrainSchedule } from "@berth/contract";
import { describe, expect, it } from "vitest";
import {
  buildSidecarContainer,
  type SidecarContainerFacts,
  type SidecarFacts,
} from "../../../sdk/src/manifests/sidecar-container.ts";
import { sidecarFacts } from "./agent-facts.ts";

type Container = ReturnType<typeof buildSidecarContainer>;

function build(
  sidecar: Partial<SidecarFacts> = {},
  facts: Partial<SidecarContainerFacts> = {},
): Container {
  return buildSidecarContainer(
    { ...sidecarFacts.sidecar, ...sidecar },
    { ...sidecarFacts, ...facts },
  );
}

function fromPod(name: string, fieldPath: string) {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

const card = { name: "A2A_CARD_FILE", value: "/etc/a2a/card.json" };
const port = { name: "A2A_PORT", value: "8080" };
const url = { name: "AGENT_URL", value: "http://research.agents.svc.cluster.local:8000" };
const siblings = { name: "A2A_SIBLINGS_HOST", value: "research-siblings.agents.svc.cluster.local" };
const maxTask = { name: "A2A_MAX_TASK_SECONDS", value: "100" };
const acceptWindow = { name: "A2A_ACCEPT_WINDOW_SECONDS", value: "5" };
const pod = [
  fromPod("POD_NAME", "metadata.name"),
  fromPod("POD_NAMESPACE", "metadata.namespace"),
  fromPod("POD_IP", "status.podIP"),
];

describe("buildSidecarContainer", () => {
  it("tells the sidecar where its agent is, and leaves it the whole accept window: nobody sleeps", () => {
    expect(build().env).toStrictEqual([
      card,
      port,
      { name: "A2A_UPSTREAM_URL", value: "http://127.0.0.1:8000" },
      url,
      siblings,
      maxTask,
      acceptWindow,
      ...pod,
    ]);
  });

  it("has the moments of another drain", () => {
    const drain = toDrainSchedule({ maxTaskSeconds: 600, acceptWindowSeconds: 20 });
    expect(build({}, { drain }).env).toEqual(
      expect.arrayContaining([
        { name: "A2A_MAX_TASK_SECONDS", value: "600" },
        { name: "A2A_ACCEPT_WINDOW_SECONDS", value: "20" },
      ]),
    );
  });

  it("tells it where its agent is unlike others, who calls, and what the user wrote, sorted", () => {
    const config = toAuth({ apiKeys: [{ name: "portal", file: "/var/run/a2a/keys/portal" }] });
    const env = { OTEL_SERVICE_NAME: "research", A2A_MAX_CONCURRENT_TASKS: "8" };
    const { env: variables, volumeMounts } = build(
      { env, cardPath: "/card.json", rpcPath: "/rpc" },
      {
        port: 9000,
        auth: { config, apiKeys: [{ name: "portal", secretName: "callers", key: "portal" }] },
        exposure: { hostname: "research.example.com" },
        idlestPodFirst: true,
      },
    );
    expect(variables).toStrictEqual([
      card,
      port,
      { name: "A2A_UPSTREAM_URL", value: "http://127.0.0.1:9000" },
      { name: "A2A_UPSTREAM_CARD_PATH", value: "/card.json" },
      { name: "A2A_UPSTREAM_RPC_PATH", value: "/rpc" },
      url,
      siblings,
      {
        name: "A2A_AUTH",
        value:
          `{"require":"all","jwt":[],"apiKeys":[` +
          `{"name":"portal","file":"/var/run/a2a/keys/portal","header":"X-API-Key"}]}`,
      },
      { name: "A2A_FORWARDED_HOSTS", value: "research.example.com" },
      maxTask,
      acceptWindow,
      { name: "A2A_POD_DELETION_COST", value: "on" },
      ...pod,
      { name: "A2A_MAX_CONCURRENT_TASKS", value: "8" },
      { name: "OTEL_SERVICE_NAME", value: "research" },
    ]);
    expect(volumeMounts).toStrictEqual([
      { name: "card", mountPath: "/etc/a2a", readOnly: true },
      { name: "api-keys", mountPath: "/var/run/a2a/keys", readOnly: true },
    ]);
  });

  it("is the same for the same variables in another order, which would be a rollout", () => {
    expect(build({ env: { B: "1", A: "2" } })).toStrictEqual(build({ env: { A: "2", B: "1" } }));
  });

  it("has a limit of processor time where it was given one", () => {
    const { requests, limits } = sidecarFacts.sidecar.resources;
    const resources = { requests, limits: { ...limits, cpu: "1" } };
    expect(build({ resources }).resources).toStrictEqual({
      requests: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "64Mi" },
      limits: { cpu: "1", memory: "256Mi", "ephemeral-storage": "512Mi" },
    });
  });
});
