import { type AgentArgs, type AgentManifest, renderManifests } from "@berth/berth";
import { describe, expect, it } from "vitest";
import { card } from "./settings.ts";

// What an Agent with a sidecar is in the cluster, as far as that differs from one without.

const metadata = {
  name: "research",
  namespace: "agents",
  labels: expect.objectContaining({ "app.kubernetes.io/name": "research" }) as unknown,
};
const selectorLabels = {
  "app.kubernetes.io/name": "research",
  "app.kubernetes.io/component": "agent",
};

/** Args with no more than they need. */
const least: AgentArgs = {
  image: "registry.example.com/research:1.2.0",
  card,
  namespace: "agents",
};

/** Args with all that a sidecar has to do with. */
const most: AgentArgs = {
  ...least,
  port: 9999,
  env: { LEVEL: "debug" },
  scaling: { idlestPodFirst: true },
  peers: [{ name: "billing", namespace: "finance" }],
  monitoring: { kind: "PodMonitor", prometheus: { namespace: "monitoring" } },
  auth: { apiKeys: [{ name: "ci", secretName: "callers", key: "ci" }] },
  runtime: { env: { A2A_MAX_CONCURRENT_TASKS: "8" } },
};

function render(args: AgentArgs): (kind: string, name?: string) => AgentManifest | undefined {
  const manifests = renderManifests("research", args);
  return (kind, name = "research") =>
    manifests.find((manifest) => {
      return manifest.kind === kind && (manifest.metadata as { name: string }).name === name;
    });
}

const tcp = (port: string | number) => ({ protocol: "TCP", port });

describe("an Agent with a sidecar", () => {
  it("is called on the sidecar's port, by callers and by its own replicas", () => {
    const find = render(least);
    const ports = [
      { name: "a2a", protocol: "TCP", appProtocol: "http", port: 8000, targetPort: 8080 },
    ];
    expect(find("Service")).toEqual({
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: { type: "ClusterIP", selector: selectorLabels, ports },
    });
    expect(find("Service", "research-siblings")?.["spec"]).toEqual({
      type: "ClusterIP",
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: selectorLabels,
      ports,
    });
  });

  it("lets callers and Prometheus to the sidecar alone, and reaches peers with one and without", () => {
    const { spec } = render(most)("NetworkPolicy") as { spec?: unknown };
    const declared = { matchLabels: { "can-call.berth.dev/research": "true" } };
    const finding = { matchLabels: { "berth.dev/discovery": "true" } };
    expect(spec).toEqual({
      podSelector: { matchLabels: selectorLabels },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        {
          from: [
            { podSelector: {} },
            { namespaceSelector: {}, podSelector: declared },
            { namespaceSelector: {}, podSelector: finding },
          ],
          ports: [tcp(8080)],
        },
        {
          from: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
            },
          ],
          ports: [tcp(9464)],
        },
      ],
      egress: expect.arrayContaining([
        {
          to: [
            { podSelector: { matchLabels: selectorLabels } },
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "finance" } },
              podSelector: {
                matchLabels: { ...selectorLabels, "app.kubernetes.io/name": "billing" },
              },
            },
          ],
          ports: [tcp("a2a"), tcp(8080)],
        },
      ]) as unknown,
    });
    expect(JSON.stringify(spec)).not.toMatch(/"port":(9999|9465)/);
  });

  it("is looked at by the name of the sidecar's port, which Prometheus finds, and scaled as any other", () => {
    const find = render(most);
    const others = render({ ...most, env: {}, runtime: { mode: "Embedded" } });
    expect(find("PodMonitor")?.["spec"]).toMatchObject({
      podMetricsEndpoints: [{ port: "metrics", path: "/metrics" }],
    });
    for (const kind of ["PodMonitor", "HorizontalPodAutoscaler", "PodDisruptionBudget", "Role"]) {
      expect(find(kind)).toEqual(others(kind));
      expect(find(kind)).toBeDefined();
    }
  });

  it("keeps apart what the sidecar is told and what the agent is", () => {
    const { spec } = render(most)("Deployment") as { spec?: unknown };
    const { initContainers, containers } = (
      spec as {
        template: { spec: Record<"initContainers" | "containers", [{ env: { name: string }[] }]> };
      }
    ).template.spec;
    const names = [initContainers, containers].map(([{ env }]) => env.map(({ name }) => name));
    expect(names).toEqual([
      [
        "A2A_CARD_FILE",
        "A2A_PORT",
        "A2A_UPSTREAM_URL",
        "AGENT_URL",
        "A2A_SIBLINGS_HOST",
        "A2A_AUTH",
        "A2A_MAX_TASK_SECONDS",
        "A2A_ACCEPT_WINDOW_SECONDS",
        "A2A_POD_DELETION_COST",
        "POD_NAME",
        "POD_NAMESPACE",
        "POD_IP",
        "A2A_MAX_CONCURRENT_TASKS",
      ],
      [
        "A2A_CARD_FILE",
        "A2A_PORT",
        "AGENT_URL",
        "AGENT_NAME",
        "AGENT_DESCRIPTION",
        "AGENT_VERSION",
        "AGENT_SKILLS",
        "A2A_PEERS",
        "POD_NAME",
        "POD_NAMESPACE",
        "POD_IP",
        "LEVEL",
      ],
    ]);
    expect(initContainers[0].env).toContainEqual({
      name: "A2A_UPSTREAM_URL",
      value: "http://127.0.0.1:9999",
    });
    expect(containers[0].env).toContainEqual({ name: "A2A_PORT", value: "9999" });
  });

  it("waits as long for its pods as any other: the agent, not the sidecar, takes long to start", () => {
    const [sidecar, embedded] = [least, { ...least, runtime: { mode: "Embedded" as const } }].map(
      (args) => render(args)("Deployment") as { metadata?: unknown; spec?: { template?: unknown } },
    );
    expect(sidecar?.metadata).toEqual(embedded?.metadata);
    expect({ ...sidecar?.spec, template: undefined }).toEqual({
      ...embedded?.spec,
      template: undefined,
    });
    expect(sidecar?.spec).toMatchObject({
      template: {
        spec: {
          initContainers: [{ startupProbe: { failureThreshold: 301 } }],
          containers: [{ startupProbe: { failureThreshold: 301 } }],
        },
      },
    });
  });
});
