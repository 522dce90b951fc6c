import { AgentRuntimeMode } from "@berth/berth";
import { toAuth } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import { describe, expect, it } from "vitest";
import type { PodTemplateFacts } from "../../../sdk/src/manifests/pod-template.ts";
import { buildPodTemplate } from "../../../sdk/src/manifests/pod-template.ts";
import { deploymentFacts, sidecarFacts } from "./agent-facts.ts";

/** The parts of a template, as they are without Outputs. */
interface PodTemplate {
  metadata: Record<string, unknown>;
  spec: Record<string, unknown> & { containers: [k8s.types.input.core.v1.Container] };
}

function build(facts: Partial<PodTemplateFacts> = {}): PodTemplate {
  return buildPodTemplate({ ...deploymentFacts, ...facts }) as unknown as PodTemplate;
}

const { pod } = deploymentFacts;

const plain = build();

describe("buildPodTemplate", () => {
  it("carries what the user asked for, and runs where the user wants it", () => {
    const { metadata, spec } = build({
      pod: {
        annotations: { "example.com/team": "search" },
        nodeSelector: { pool: "agents" },
        tolerations: [{ key: "pool", value: "agents", effect: "NoSchedule" }],
        priorityClassName: "agents",
        runtimeClassName: "gvisor",
        imagePullSecrets: ["registry"],
        runAsUser: 20000,
        hostUsers: false,
        doNotDisrupt: false,
      },
    });
    expect(metadata).toStrictEqual({
      ...plain.metadata,
      annotations: { "example.com/team": "search" },
    });
    expect(spec).toStrictEqual({
      ...plain.spec,
      hostUsers: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 20000,
        runAsGroup: 20000,
        fsGroup: 20000,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
      imagePullSecrets: [{ name: "registry" }],
      priorityClassName: "agents",
      runtimeClassName: "gvisor",
      nodeSelector: { pool: "agents" },
      tolerations: [{ key: "pool", value: "agents", effect: "NoSchedule" }],
    });
  });

  it("tells the path of the metrics where it is not the one that Prometheus looks at by itself", () => {
    expect(build({ monitoring: { port: 9000, path: "/stats" } }).metadata).toStrictEqual({
      ...plain.metadata,
      annotations: { "berth.dev/metrics-path": "/stats" },
    });
    expect(build({ monitoring: { port: 9000, path: "/metrics" } }).metadata).toStrictEqual(
      plain.metadata,
    );
  });

  it("asks node scalers to leave pods alone only when told to, unless the user says otherwise", () => {
    const safe = "cluster-autoscaler.kubernetes.io/safe-to-evict";
    const annotations = { [safe]: "true" };
    expect(build({ pod: { ...pod, doNotDisrupt: true } }).metadata).toStrictEqual({
      ...plain.metadata,
      annotations: { [safe]: "false", "karpenter.sh/do-not-disrupt": "true" },
    });
    expect(build({ pod: { ...pod, annotations, doNotDisrupt: true } }).metadata).toMatchObject({
      annotations: { [safe]: "true", "karpenter.sh/do-not-disrupt": "true" },
    });
    expect(plain.metadata).not.toHaveProperty("annotations");
  });

  it("gives pods a token exactly when they need the API server", () => {
    expect(plain.spec).toHaveProperty("automountServiceAccountToken", false);
    expect(build({ hasToken: true }).spec).toStrictEqual({
      ...plain.spec,
      automountServiceAccountToken: true,
    });
  });

  it("mounts the keys of callers where the runtime looks for them, a file for each caller", () => {
    const keys = [
      { name: "portal", secretName: "callers", key: "portal-key" },
      { name: "batch", secretName: "batch-key", key: "key" },
    ];
    const config = toAuth({
      apiKeys: keys.map(({ name }) => ({ name, file: `/var/run/a2a/keys/${name}` })),
    });
    const { spec } = build({ auth: { config, apiKeys: keys } });
    expect(spec["volumes"]).toStrictEqual([
      (plain.spec["volumes"] as unknown[])[0],
      {
        name: "api-keys",
        projected: {
          sources: [
            { secret: { name: "callers", items: [{ key: "portal-key", path: "portal" }] } },
            { secret: { name: "batch-key", items: [{ key: "key", path: "batch" }] } },
          ],
        },
      },
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
    ]);
    expect(spec.containers[0].volumeMounts).toStrictEqual([
      { name: "card", mountPath: "/etc/a2a", readOnly: true },
      { name: "api-keys", mountPath: "/var/run/a2a/keys", readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ]);
  });

  it("mounts the keys of callers for a sidecar alone, where there is one", () => {
    const apiKeys = [{ name: "portal", secretName: "callers", key: "portal-key" }];
    const config = toAuth({ apiKeys: [{ name: "portal", file: "/var/run/a2a/keys/portal" }] });
    const { spec } = build({ ...sidecarFacts, auth: { config, apiKeys } });
    const [runtime] = spec["initContainers"] as [k8s.types.input.core.v1.Container];
    const keys = { name: "api-keys", mountPath: "/var/run/a2a/keys", readOnly: true };
    expect(runtime.volumeMounts).toContainEqual(keys);
    expect(spec.containers[0].volumeMounts).toStrictEqual([
      { name: "card", mountPath: "/etc/a2a", readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ]);
    expect(spec["volumes"]).toContainEqual({
      name: "api-keys",
      projected: {
        sources: [{ secret: { name: "callers", items: [{ key: "portal-key", path: "portal" }] } }],
      },
    });
  });

  it("has no volume for keys where callers show who they are in another way", () => {
    const config = toAuth({ jwt: [{ issuer: "https://login.example.com", audience: "research" }] });
    expect(build({ auth: { config, apiKeys: [] } }).spec["volumes"]).toStrictEqual(
      plain.spec["volumes"],
    );
  });

  it.each([
    ["in the process of the agent", deploymentFacts, true],
    ["behind a sidecar, which has none", sidecarFacts, true],
    ["of an image without a runtime", { ...deploymentFacts, mode: AgentRuntimeMode.None }, false],
  ])("mounts a token for each peer that asks who calls, %s", (_, facts, hasCard) => {
    const { spec } = build({
      ...facts,
      withPeerTokens: (make) =>
        make([
          { peer: "analysis", audience: "https://analysis.example.com" },
          { peer: "billing", audience: "billing" },
        ]),
    });
    const cards = <Value>(value: Value): Value[] => (hasCard ? [value] : []);
    expect(spec["volumes"]).toStrictEqual([
      ...cards((plain.spec["volumes"] as unknown[])[0]),
      {
        name: "peer-tokens",
        projected: {
          sources: [
            {
              serviceAccountToken: {
                audience: "https://analysis.example.com",
                expirationSeconds: 3600,
                path: "analysis",
              },
            },
            {
              serviceAccountToken: {
                audience: "billing",
                expirationSeconds: 3600,
                path: "billing",
              },
            },
          ],
        },
      },
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
    ]);
    const mount = { name: "peer-tokens", mountPath: "/var/run/a2a/tokens", readOnly: true };
    expect(spec.containers[0].volumeMounts).toStrictEqual([
      ...cards({ name: "card", mountPath: "/etc/a2a", readOnly: true }),
      mount,
      { name: "tmp", mountPath: "/tmp" },
    ]);
    expect(JSON.stringify(spec["initContainers"] ?? [])).not.toContain("peer-tokens");
    // A token for peers is none for the API server.
    expect(spec).toHaveProperty("automountServiceAccountToken", false);
  });

  it("takes every key of a ConfigMap or a Secret into the environment", () => {
    const envFrom = [{ configMapName: "settings" }, { secretName: "llm", prefix: "LLM_" }];
    const [container] = plain.spec.containers;
    expect(container).not.toHaveProperty("envFrom");
    expect(build({ envFrom }).spec.containers).toStrictEqual([
      {
        ...container,
        envFrom: [
          { configMapRef: { name: "settings" } },
          { prefix: "LLM_", secretRef: { name: "llm" } },
        ],
      },
    ]);
  });

  it("names the port of the metrics that an image without our runtime serves", () => {
    const monitoring = { port: 9090, path: "/metrics" };
    const facts = { mode: AgentRuntimeMode.None, port: 8080, monitoring };
    expect(build(facts).spec.containers[0].ports).toStrictEqual([
      { name: "a2a", containerPort: 8080, protocol: "TCP" },
      { name: "metrics", containerPort: 9090, protocol: "TCP" },
    ]);
  });
});
