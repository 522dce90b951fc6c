import { Agent, type AgentArgs, AgentRuntimeMode, renderManifests } from "@berth/berth";
import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { fullArgs } from "./agent/full-args.ts";
import { minimalArgs } from "./agent/settings.ts";
import { recordResources } from "./record-resources.ts";

interface Manifest {
  kind: string;
  metadata: { name?: string; namespace?: string; labels?: Record<string, string> };
  spec?: { replicas?: number };
}

const toKey = ({ kind, metadata: { name = "", namespace = "" } }: Manifest): string =>
  `${kind} ${namespace}/${name}`;

/** The name that the agent's own Secret is rendered with. When it is made, it gets a longer one. */
const SECRET_NAME = "analysis-secrets";

/** The names of objects of the cluster as they are applied in the stack `dev`, and as they are rendered. */
const CLUSTER_NAME = "agents.analysis.";
const APPLIED_NAME = /agents\.analysis\.dev\.(pod-deletion-cost|discovery)/g;
const RENDERED_NAME = "agents.analysis.$1";

/**
 * An object as it is rendered: no stack in names and labels, and no envelope around the data of a Secret, in
 * which the mocks hand it over.
 */
function toRendered(applied: Manifest): Manifest {
  const {
    "berth.dev/project": project,
    "berth.dev/stack": stack,
    ...labels
  } = applied.metadata.labels ?? {};
  // What a user adds stays as it is.
  const isOwn = labels["app.kubernetes.io/managed-by"] !== undefined;
  expect([project, stack]).toEqual(isOwn ? ["project", "dev"] : [undefined, undefined]);
  const manifest = isOwn ? { ...applied, metadata: { ...applied.metadata, labels } } : applied;
  if (manifest.metadata.name?.startsWith(CLUSTER_NAME) === true) {
    expect(manifest.metadata.name).toMatch(APPLIED_NAME);
    return JSON.parse(JSON.stringify(manifest).replaceAll(APPLIED_NAME, RENDERED_NAME)) as Manifest;
  }
  if (manifest.kind !== "Secret") {
    return manifest;
  }
  const { metadata } = manifest;
  expect(metadata).not.toHaveProperty("name");
  const { stringData } = manifest as { stringData?: { value?: unknown } };
  return {
    ...manifest,
    metadata: { ...metadata, name: SECRET_NAME },
    stringData: stringData?.value,
  } as Manifest;
}

/** What an Agent asks the Kubernetes provider for, by kind and name. */
async function apply(args: AgentArgs): Promise<Map<string, Manifest>> {
  const { resources } = await recordResources(
    () => {
      new Agent("analysis", args);
    },
    { generatedName: SECRET_NAME },
  );
  const manifests = resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ inputs }) => toRendered(inputs as unknown as Manifest));
  return new Map(manifests.map((manifest) => [toKey(manifest), manifest]));
}

const unexposed: AgentArgs = { ...fullArgs, exposure: undefined };

const cases: [string, AgentArgs][] = [
  ["the minimal args", { ...minimalArgs, namespace: "agents" }],
  ["all that an Agent can have", fullArgs],
  [
    "agents of two namespaces to find",
    { ...minimalArgs, namespace: "agents", discovery: { namespaces: ["tools", "data"] } },
  ],
  [
    "all agents to find",
    { ...minimalArgs, namespace: "agents", discovery: { allNamespaces: true } },
  ],
  ["a sidecar", { ...minimalArgs, namespace: "agents", runtime: undefined }],
  [
    "all that an Agent with a sidecar can have",
    {
      ...fullArgs,
      runtime: {
        image: "registry.example.com/agent-runtime:1.0.0",
        resources: { limits: { cpu: "1" } },
        env: { A2A_MAX_CONCURRENT_TASKS: "8" },
        cardPath: "/card.json",
        rpcPath: "/rpc",
      },
    },
  ],
  [
    "an Ingress",
    {
      ...unexposed,
      exposure: {
        hostname: "analysis.example.com",
        ingress: { className: "nginx", tlsSecretName: "tls" },
        from: [{ namespace: "ingress-nginx" }],
      },
    },
  ],
  [
    "a scaler of KEDA's",
    {
      ...minimalArgs,
      namespace: "agents",
      scaling: { backend: "Keda", minReplicas: 3, keda: { prometheusUrl: "http://prometheus" } },
    },
  ],
  [
    "a scaler of the user's",
    { ...minimalArgs, namespace: "agents", scaling: { backend: "None", minReplicas: 3 } },
  ],
  [
    "no runtime and no policy",
    {
      ...minimalArgs,
      namespace: "agents",
      runtime: { mode: AgentRuntimeMode.None },
      network: { policy: false },
      monitoring: { port: 9090 },
    },
  ],
];

describe("renderManifests", () => {
  it.each(cases)(
    "renders what is applied, but for a scaler's replicas, the name of a Secret and what is of a stack: %s",
    async (_, args) => {
      const applied = await apply(args);
      const rendered = renderManifests("analysis", args) as Manifest[];
      expect(rendered.map(toKey).sort()).toEqual([...applied.keys()].sort());
      for (const manifest of rendered) {
        const expected = applied.get(toKey(manifest));
        if (manifest.kind === "Deployment" && args.scaling !== undefined) {
          expect(manifest.spec).not.toHaveProperty("replicas");
          expect(expected?.spec?.replicas).toBe(3);
          manifest.spec = { ...manifest.spec, replicas: 3 };
        }
        expect(manifest).toEqual(expected);
      }
    },
  );

  it("renders objects in the order in which they are made, each once", () => {
    const kinds = renderManifests("analysis", fullArgs).map(({ kind }) => kind);
    expect(kinds).toEqual([
      "ServiceAccount",
      "ConfigMap",
      "Secret",
      "ValidatingAdmissionPolicy",
      "ValidatingAdmissionPolicyBinding",
      "Role",
      "RoleBinding",
      "NetworkPolicy",
      "Deployment",
      "Service",
      "Service",
      "HorizontalPodAutoscaler",
      "PodDisruptionBudget",
      "PodMonitor",
      "HTTPRoute",
      "LimitRange",
      "ClusterRole",
    ]);
  });

  it("puts an agent without a namespace into the given one, or leaves it to who applies", () => {
    const toNamespaces = (options?: { namespace: string }) => [
      ...new Set(
        renderManifests("analysis", minimalArgs, options).map(
          ({ metadata }) => (metadata as { namespace?: string }).namespace,
        ),
      ),
    ];
    expect(toNamespaces({ namespace: "team-a" })).toEqual(["team-a"]);
    expect(toNamespaces()).toEqual([undefined]);
  });

  it("tells of every Output, since nobody resolves it", () => {
    const args = {
      ...minimalArgs,
      image: pulumi.output("a:1"),
      env: { LEVEL: Promise.resolve("debug") },
    };
    expect(() => renderManifests("analysis", args)).toThrow(
      new SettingsError([
        {
          propertyPath: "image",
          reason: "'image' must be plain: an Output is known to an engine only.",
        },
        {
          propertyPath: "env.LEVEL",
          reason: "'env.LEVEL' must be plain: an Output is known to an engine only.",
        },
      ]),
    );
  });

  it("tells of wrong args as the component does", () => {
    expect(() => renderManifests("analysis", { ...minimalArgs, port: 80 })).toThrow("'port' (80)");
  });
});
