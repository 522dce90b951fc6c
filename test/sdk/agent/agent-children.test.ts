import { Agent, type AgentArgs, AgentRuntimeMode } from "@berth/berth";
import { describe, expect, it } from "vitest";
import { recordResources } from "../record-resources.ts";
import { fullArgs } from "./full-args.ts";
import { minimalArgs } from "./settings.ts";

const args: AgentArgs = { ...minimalArgs, namespace: "agents" };

/** The children of one Agent as [type, name], sorted. */
async function listChildren(settings: AgentArgs): Promise<string[]> {
  const { resources } = await recordResources(() => {
    new Agent("research", settings);
  });
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, name }) => `${type.slice("kubernetes:".length)} ${name}`)
    .sort();
}

const defaults = await listChildren(args);

describe("an Agent", () => {
  it.each<[string, Partial<AgentArgs>, string[]]>([
    ["replicas", { replicas: 5 }, []],
    [
      "scaling",
      { scaling: {} },
      ["autoscaling/v2:HorizontalPodAutoscaler research-horizontal-pod-autoscaler"],
    ],
    [
      "scaling on an API that is there",
      { scaling: { backend: "ExistingApi" } },
      ["autoscaling/v2:HorizontalPodAutoscaler research-horizontal-pod-autoscaler"],
    ],
    [
      "scaling by KEDA",
      { scaling: { backend: "Keda", keda: { prometheusUrl: "http://prometheus" } } },
      ["keda.sh/v1alpha1:ScaledObject research-scaled-object"],
    ],
    ["scaling by a scaler of the user's", { scaling: { backend: "None" } }, []],
    [
      "the idlest pod first",
      { scaling: { backend: "None", idlestPodFirst: true } },
      [
        "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy research-pod-deletion-cost-policy",
        "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding research-pod-deletion-cost-binding",
        "rbac.authorization.k8s.io/v1:Role research-role",
        "rbac.authorization.k8s.io/v1:RoleBinding research-role-binding",
      ],
    ],
    [
      "the agents of its namespace to find",
      { discovery: {} },
      [
        "rbac.authorization.k8s.io/v1:Role research-role",
        "rbac.authorization.k8s.io/v1:RoleBinding research-role-binding",
      ],
    ],
    [
      "the agents of a namespace to find",
      { discovery: { namespaces: ["tools"] } },
      [
        "rbac.authorization.k8s.io/v1:Role research-discovery-role-tools",
        "rbac.authorization.k8s.io/v1:RoleBinding research-discovery-role-binding-tools",
      ],
    ],
    [
      "the agents of the cluster to find",
      { discovery: { allNamespaces: true } },
      [
        "rbac.authorization.k8s.io/v1:ClusterRole research-discovery-cluster-role",
        "rbac.authorization.k8s.io/v1:ClusterRoleBinding research-discovery-cluster-role-binding",
      ],
    ],
    ["arguments of its own", { args: ["serve"] }, []],
    ["a secret by reference", { secrets: [{ env: "KEY", secretName: "llm", key: "openai" }] }, []],
    [
      "a secret by value",
      { secrets: [{ env: "KEY", value: "a" }] },
      ["core/v1:Secret research-secrets"],
    ],
    [
      "rules",
      { serviceAccount: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] } },
      [
        "rbac.authorization.k8s.io/v1:Role research-role",
        "rbac.authorization.k8s.io/v1:RoleBinding research-role-binding",
      ],
    ],
    ["annotations", { serviceAccount: { annotations: { a: "b" } } }, []],
    [
      "a PodMonitor",
      { monitoring: { kind: "PodMonitor" } },
      ["monitoring.coreos.com/v1:PodMonitor research-pod-monitor"],
    ],
    [
      "a Gateway",
      { exposure: { hostname: "a.example.com", gateway: { name: "public" } } },
      ["gateway.networking.k8s.io/v1:HTTPRoute research-http-route"],
    ],
    [
      "an Ingress",
      { exposure: { hostname: "a.example.com", ingress: {}, from: [{ namespace: "nginx" }] } },
      ["networking.k8s.io/v1:Ingress research-ingress"],
    ],
    [
      "a further object",
      { extraManifests: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "more" } }] },
      ["core/v1:ConfigMap research-extra-ConfigMap-more"],
    ],
    ["a sidecar instead", { runtime: undefined }, []],
    ["auth", { auth: { apiKeys: [{ name: "ci", secretName: "callers", key: "ci" }] } }, []],
  ])("with %s makes exactly this besides", async (_, settings, more) => {
    expect(await listChildren({ ...args, ...settings })).toEqual([...defaults, ...more].sort());
  });

  it.each<[string, Partial<AgentArgs>, string[]]>([
    [
      "without a policy",
      { network: { policy: false } },
      ["networking.k8s.io/v1:NetworkPolicy research-network-policy"],
    ],
    [
      "without a runtime",
      { runtime: { mode: AgentRuntimeMode.None } },
      ["core/v1:Service research-siblings-service"],
    ],
  ])("%s lacks exactly this", async (_, settings, gone) => {
    expect(await listChildren({ ...args, ...settings })).toEqual(
      defaults.filter((child) => !gone.includes(child)),
    );
  });

  it("offers all of them, and its address outside", async () => {
    const { result } = await recordResources(
      () => {
        const agent = new Agent("research", { ...fullArgs, name: "research" });
        return {
          names: [
            agent.secret,
            agent.podDeletionCostPolicy,
            agent.podDeletionCostBinding,
            agent.role,
            agent.roleBinding,
            agent.networkPolicy,
            agent.siblingsService,
            agent.horizontalPodAutoscaler,
            agent.podDisruptionBudget,
          ].map((child) => child?.metadata.name),
          ingress: agent.ingress,
          others: [
            agent.httpRouteName,
            agent.podMonitorName,
            agent.externalUrl,
            agent.scaledObjectName,
          ],
        };
      },
      { generatedName: "research-secrets-x7k2p" },
    );
    expect(result).toEqual({
      names: [
        "research-secrets-x7k2p",
        "agents.research.dev.pod-deletion-cost",
        "agents.research.dev.pod-deletion-cost",
        "research",
        "research",
        "research",
        "research-siblings",
        "research",
        "research",
      ],
      ingress: undefined,
      others: ["research", "research", "https://analysis.example.com", undefined],
    });
  });

  it("leaves the number of pods to its scaler once it is there, and begins with the least", async () => {
    const { registrations, resources } = await recordResources(() => {
      new Agent("research", { ...args, scaling: { minReplicas: 4 } });
      new Agent("fixed", args);
    });
    const findIgnored = (child: string) =>
      registrations.find(({ name }) => name === child)?.ignoreChanges;
    expect([findIgnored("research-deployment"), findIgnored("fixed-deployment")]).toEqual([
      ["spec.replicas"],
      [],
    ]);
    const deployment = resources.find(({ name }) => name === "research-deployment");
    expect(deployment?.inputs).toMatchObject({ spec: { replicas: 4 } });
    const scaler = registrations.find(({ name }) => name.endsWith("-autoscaler"));
    expect(scaler?.dependencies).toEqual(["research-deployment"]);
  });
});
