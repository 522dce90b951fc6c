import { Agent, type AgentArgs } from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { recordResources } from "../record-resources.ts";
import { args, recordAgent } from "./record-agent.ts";
import { minimalArgs } from "./settings.ts";

type Scaling = NonNullable<AgentArgs["scaling"]>;

const keda: Scaling = { backend: "Keda", keda: { prometheusUrl: "http://prometheus:9090" } };

async function recordScaler(scaling: Scaling, settings: AgentArgs = args) {
  const recording = await recordResources(
    () => new Agent("research", { ...settings, scaling }).scaledObjectName,
    { providerNamespace: "team-a" },
  );
  const scaler = recording.resources.find(({ type }) => /:(Hori.*|ScaledObject)$/.test(type));
  return { ...recording, scaler, spec: scaler?.inputs.spec };
}

describe("the scaler of an Agent", () => {
  it.each<[string, Scaling, object]>([
    [
      "the tasks of a pod",
      { targetActiveTasks: 3 },
      {
        metric: { name: "a2a_active_tasks" },
        target: { type: "AverageValue", averageValue: "3" },
      },
    ],
    [
      "the share of the capacity of a pod",
      { targetSaturation: 0.7 },
      {
        metric: { name: "a2a_saturation_ratio" },
        target: { type: "AverageValue", averageValue: "700m" },
      },
    ],
    [
      "a target that is known later",
      { targetSaturation: pulumi.output(0.5), backend: "ExistingApi" },
      {
        metric: { name: "a2a_saturation_ratio" },
        target: { type: "AverageValue", averageValue: "500m" },
      },
    ],
  ])("of Kubernetes follows %s", async (_, scaling, pods) => {
    const { spec } = await recordScaler(scaling);
    expect(spec).toMatchObject({ metrics: [{ type: "Pods", pods }] });
  });

  it.each<[string, Scaling, string, string]>([
    ["the tasks of a pod", { targetActiveTasks: 3 }, "a2a_active_tasks", "3"],
    ["the share of the capacity", { targetSaturation: 0.7 }, "a2a_saturation_ratio", "0.7"],
  ])("of KEDA follows %s", async (_, scaling, metric, threshold) => {
    const { spec } = await recordScaler({ ...keda, ...scaling });
    expect(spec).toMatchObject({
      triggers: [
        {
          metadata: {
            serverAddress: "http://prometheus:9090",
            query: expect.stringContaining(
              `${metric}{namespace="agents",pod=~"research-`,
            ) as string,
            threshold,
          },
        },
      ],
    });
  });

  it("of KEDA asks for the namespace of the provider where the Agent is given none", async () => {
    const { scaler } = await recordScaler(keda, minimalArgs);
    expect(scaler?.inputs.metadata).not.toHaveProperty("namespace");
    expect(JSON.stringify(scaler?.inputs.spec)).toContain('namespace=\\"team-a\\"');
  });

  it("of KEDA comes after the pods, has credentials, and tells its name", async () => {
    const { registrations, result, spec } = await recordScaler({
      backend: "Keda",
      keda: {
        prometheusUrl: pulumi.output("https://prometheus/"),
        authentication: { name: pulumi.output("reader"), modes: "bearer" },
      },
    });
    expect(result).toBe("research");
    expect(spec).toMatchObject({
      triggers: [
        {
          metadata: { serverAddress: "https://prometheus", authModes: "bearer" },
          authenticationRef: { name: "reader", kind: "TriggerAuthentication" },
        },
      ],
    });
    const scaler = registrations.find(({ name }) => name === "research-scaled-object");
    expect(scaler?.dependencies).toEqual(["research-deployment"]);
  });

  it.each<[string, Scaling]>([
    ["Kubernetes'", { minReplicas: 4 }],
    ["KEDA's", { ...keda, minReplicas: 4 }],
    ["the user's own", { backend: "None", minReplicas: 4 }],
  ])("is left the number of pods, after that at first, where it is %s", async (_, scaling) => {
    const { deployment, registrations, replicas } = await recordAgent({ ...args, scaling });
    expect(replicas).toBe(4);
    const { ignoreChanges } = registrations.find(({ name }) => name === deployment.name) ?? {};
    expect(ignoreChanges).toEqual(["spec.replicas"]);
    expect(deployment.inputs.metadata).not.toHaveProperty(["annotations", "pulumi.com/patchForce"]);
  });

  it("of the user's own is taken to choose the number whose rollout takes longest", async () => {
    const timeoutOf = async (settings: Partial<AgentArgs>) => {
      const { metadata } = (await recordAgent({ ...args, ...settings })).deployment.inputs;
      return (metadata as { annotations: Record<string, string> }).annotations[
        "pulumi.com/timeoutSeconds"
      ];
    };
    const longest = await timeoutOf({ replicas: 4 });
    expect(await timeoutOf({ scaling: { backend: "None" } })).toBe(longest);
    expect(await timeoutOf({ replicas: 2 })).not.toBe(longest);
  });
});

describe("an Agent whose idlest pod goes first", () => {
  const scaling: Scaling = { backend: "None", idlestPodFirst: true };
  const rules = [{ apiGroups: [""], resources: ["services"], verbs: ["list"] }];

  it.each<[string, AgentArgs, string]>([
    ["its own", args, "agents"],
    ["one that is known later", { ...args, namespace: pulumi.output("agents") }, "agents"],
    ["that of the provider", minimalArgs, "team-a"],
  ])(
    "limits its pods to themselves in the namespace, which is %s",
    async (_, settings, namespace) => {
      const { resources } = await recordScaler(scaling, settings);
      const find = (suffix: string) =>
        resources.find(({ name }) => name === `research-${suffix}`)?.inputs;
      const name = `${namespace}.research.dev.pod-deletion-cost`;
      expect(find("pod-deletion-cost-policy")).toMatchObject({
        metadata: { name },
        spec: {
          matchConditions: [
            {
              name: "agent",
              expression: `request.userInfo.username == "system:serviceaccount:${namespace}:research"`,
            },
          ],
        },
      });
      expect(find("pod-deletion-cost-binding")).toMatchObject({
        metadata: { name },
        spec: {
          policyName: name,
          matchResources: { namespaceSelector: { matchExpressions: [{ values: [namespace] }] } },
        },
      });
    },
  );

  it("lets its pods patch pods, besides what the user lets them do, and tells the runtime", async () => {
    const { resources, template, find } = await recordAgent({
      ...args,
      scaling,
      serviceAccount: { rules },
    });
    const role = resources.find(({ name }) => name === "research-role");
    expect(role?.inputs.rules).toEqual([
      ...rules,
      { apiGroups: [""], resources: ["pods"], verbs: ["patch"] },
    ]);
    expect(template.spec).toMatchObject({ automountServiceAccountToken: true });
    expect(find("A2A_POD_DELETION_COST")).toEqual({ name: "A2A_POD_DELETION_COST", value: "on" });
  });

  it("has the limit in force before the right, also where the Role is there already", async () => {
    const { registrations } = await recordAgent({ ...args, scaling });
    const dependenciesOf = (child: string) =>
      registrations.find(({ name }) => name === `research-${child}`)?.dependencies;
    expect(dependenciesOf("pod-deletion-cost-binding")).toEqual([
      "research-pod-deletion-cost-policy",
    ]);
    expect(dependenciesOf("role")).toEqual(["research-pod-deletion-cost-binding"]);
    expect(dependenciesOf("role-binding")).toContain("research-role");
    expect(dependenciesOf("deployment")).toContain("research-role-binding");
  });

  it("has neither the right nor a token nor a word of it without being asked", async () => {
    const { resources, template, find } = await recordAgent({ ...args, scaling: {} });
    expect(resources.map(({ type }) => type.split(":").at(-1))).not.toContain("Role");
    expect(template.spec).toMatchObject({ automountServiceAccountToken: false });
    expect(find("A2A_POD_DELETION_COST")).toBeUndefined();
  });

  it("is refused in a stack that cannot be part of a name, before anything is registered", async () => {
    const { resources } = await recordResources(
      () => {
        expect(() => new Agent("research", { ...args, scaling })).toThrow(
          "The args of Agent 'research' are not valid:\n" +
            "  'scaling.idlestPodFirst' makes an object of the cluster",
        );
      },
      { stack: "Team_A" },
    );
    expect(resources).toEqual([]);
  });
});
