import { Agent, type AgentArgs } from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { AgentPlatformBinding } from "../../../sdk/src/agent-platform/binding.ts";
import { collectRejections } from "../collect-rejections.ts";
import { type RecordedResource, recordResources } from "../record-resources.ts";
import { args } from "./record-agent.ts";
import { createUnknown } from "./unknown-output.ts";

const binding: AgentPlatformBinding = {
  scalingBackend: "Keda",
  monitoringKind: "PodMonitor",
  prometheusUrl: "http://prometheus.monitoring.svc:9090/",
  prometheus: { namespace: "monitoring", podLabels: { app: "prometheus" } },
  podMonitorLabels: { release: "prometheus", tier: "platform" },
};

const fitting: AgentArgs = {
  ...args,
  scaling: { backend: "Keda" },
  monitoring: { kind: "PodMonitor" },
};

interface Policy {
  spec: { ingress: { from: unknown[]; ports: { port: string }[] }[] };
}

/** What the objects of an Agent take from its platform. */
async function recordTaken(settings: AgentArgs) {
  const { resources } = await recordResources(() => {
    new Agent("research", settings);
  });
  const find = (name: string) => resources.find((resource) => resource.name === name)?.inputs;
  const policy = find("research-network-policy") as unknown as Policy;
  const metrics = policy.spec.ingress.find(({ ports }) => ports[0]?.port === "metrics");
  const monitor = find("research-pod-monitor") as { metadata: { labels: object } };
  const { spec } = find("research-scaled-object") as {
    spec: { triggers: [{ metadata: { serverAddress: string } }] };
  };
  return {
    prometheus: metrics?.from,
    labels: monitor.metadata.labels,
    serverAddress: spec.triggers[0].metadata.serverAddress,
  };
}

const ownLabels = {
  "app.kubernetes.io/name": "research",
  "app.kubernetes.io/component": "agent",
  "app.kubernetes.io/version": "1.4.0",
  "app.kubernetes.io/managed-by": "berth",
  "berth.dev/project": "project",
  "berth.dev/stack": "dev",
};

describe("an Agent on a platform", () => {
  it.each<[string, AgentArgs["platform"]]>([
    ["plain", binding],
    ["known later", pulumi.output(binding)],
    ["known later in part", { ...binding, prometheusUrl: pulumi.output(binding.prometheusUrl) }],
    // What a StackReference tells has any type, and a newer platform tells more.
    ["of another stack", pulumi.output<unknown>({ ...binding, region: "eu" })],
  ])("takes from it where Prometheus is and what it looks for: %s", async (_, platform) => {
    expect(await recordTaken({ ...fitting, platform })).toEqual({
      prometheus: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
          podSelector: { matchLabels: { app: "prometheus" } },
        },
      ],
      labels: { release: "prometheus", tier: "platform", ...ownLabels },
      serverAddress: "http://prometheus.monitoring.svc:9090",
    });
  });

  it.each<[string, AgentArgs["platform"]]>([
    ["plain", binding],
    ["known later", pulumi.output(binding)],
  ])("prefers what is given to it itself: %s", async (_, platform) => {
    const taken = await recordTaken({
      ...fitting,
      platform,
      scaling: { backend: "Keda", keda: { prometheusUrl: "https://metrics.example.com" } },
      monitoring: {
        kind: "PodMonitor",
        labels: { release: "own" },
        prometheus: { cidr: "10.1.2.0/24" },
      },
    });
    expect(taken).toEqual({
      prometheus: [{ ipBlock: { cidr: "10.1.2.0/24" } }],
      labels: { release: "own", tier: "platform", ...ownLabels },
      serverAddress: "https://metrics.example.com",
    });
  });

  it("admits any Prometheus where the platform does not tell which one there is", async () => {
    const { prometheus, ...others } = binding;
    expect(prometheus).toBeDefined();
    const taken = await recordTaken({ ...fitting, platform: pulumi.output(others) });
    expect(taken.prometheus).toEqual([
      {
        namespaceSelector: {},
        podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
      },
    ]);
  });
});

async function recordRefusal(settings: AgentArgs) {
  let resources: RecordedResource[] = [];
  const rejections = await collectRejections(async () => {
    ({ resources } = await recordResources(() => {
      new Agent("research", settings);
    }));
  });
  return { rejections, types: resources.map(({ type }) => type.split(":").at(-1)) };
}

describe("an Agent on a platform that is known later", () => {
  it.each<[string, unknown, Partial<AgentArgs>, string[]]>([
    [
      "has another scaler and another monitoring",
      binding,
      { scaling: {} },
      [
        "'scaling.backend' (PrometheusAdapter) must be that of the 'platform' (Keda). Give " +
          "'scaling.backend' as Keda.",
        "'monitoring.kind' (None) must be that of the 'platform' (PodMonitor). Give " +
          "'monitoring.kind' as PodMonitor.",
      ],
    ],
    [
      "lacks what it must tell, and tells what nobody knows",
      { scalingBackend: "Knative", prometheusUrl: "prometheus", monitoringKind: "None" },
      {},
      [
        "'platform.scalingBackend' (Knative) must be one of PrometheusAdapter, Keda, ExistingApi, " +
          "None.",
        "'platform.prometheusUrl' (prometheus) must be an absolute http or https URL.",
        "'platform.podMonitorLabels' must be given.",
      ],
    ],
    [
      "is none, as an output that a stack does not have",
      undefined,
      {},
      ["'platform' must be given."],
    ],
  ])("makes nothing, and says so, where that %s", async (_, platform, settings, reasons) => {
    const later = pulumi.output(platform) as unknown as NonNullable<AgentArgs["platform"]>;
    const { rejections, types } = await recordRefusal({ ...args, ...settings, platform: later });
    const lines = reasons.map((reason) => `  ${reason}`);
    const message = ["The args of Agent 'research' are not valid:", ...lines].join("\n");
    // The outputs of what is not made fail with it.
    const told = rejections.map((text) =>
      text.replace('error serializing property "outputs": ', ""),
    );
    expect([...new Set(told)]).toEqual([message]);
    expect(types).toEqual(["Agent"]);
  });

  it("makes what it can while nobody knows it, as in the preview of both", async () => {
    const platform = createUnknown<AgentPlatformBinding>();
    const { rejections, types } = await recordRefusal({ ...fitting, platform });
    expect(rejections).toEqual([]);
    expect(types).toEqual(expect.arrayContaining(["ScaledObject", "PodMonitor", "NetworkPolicy"]));
  });
});
