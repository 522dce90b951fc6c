import { Agent } from "@berth/berth";
import { parseMountedCard, toMountedCard } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { recordResources } from "../record-resources.ts";
import { args, type DeploymentInputs, recordAgent } from "./record-agent.ts";
import { card, minimalArgs } from "./settings.ts";

describe("Agent", () => {
  it("makes exactly these children, called after the component and the hash of the card", async () => {
    const { resources } = await recordAgent(args, "data-analysis");
    expect(resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "berth:index:Agent data-analysis",
      "kubernetes:apps/v1:Deployment data-analysis-deployment",
      "kubernetes:core/v1:ConfigMap data-analysis-card-dbb2d2fd",
      "kubernetes:core/v1:Service data-analysis-service",
      "kubernetes:core/v1:Service data-analysis-siblings-service",
      "kubernetes:core/v1:ServiceAccount data-analysis-service-account",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy data-analysis-network-policy",
      "kubernetes:policy/v1:PodDisruptionBudget data-analysis-pod-disruption-budget",
    ]);
  });

  it("owns its children, and rolls its pods between the new card and the end of the old one", async () => {
    const { registrations } = await recordAgent(args, "data-analysis");
    const child = {
      parent: "data-analysis",
      dependencies: [],
      deleteBeforeReplace: false,
      isProtected: false,
      ignoreChanges: [],
      secrets: [],
    };
    const byName = Object.fromEntries(registrations.map(({ name, ...rest }) => [name, rest]));
    expect(byName).toEqual({
      "data-analysis": { ...child, parent: undefined },
      "data-analysis-service-account": child,
      "data-analysis-siblings-service": child,
      "data-analysis-service": child,
      "data-analysis-card-dbb2d2fd": child,
      "data-analysis-pod-disruption-budget": child,
      "data-analysis-network-policy": child,
      "data-analysis-deployment": {
        ...child,
        // What is gone from the program is deleted last, so the pods have left the old card by then.
        // The policy comes before the pods: none is there that nothing protects.
        dependencies: [
          "data-analysis-card-dbb2d2fd",
          "data-analysis-network-policy",
          "data-analysis-service-account",
        ],
      },
    });
  });

  it("is protected with its children, but for cards, values and scalers, which come and go", async () => {
    const { registrations } = await recordResources(
      () =>
        new Agent(
          "research",
          { ...args, secrets: [{ env: "KEY", value: "x" }], scaling: {} },
          { protect: true },
        ),
    );
    const open = registrations.filter(({ isProtected }) => !isProtected);
    expect(open.map(({ name }) => name.replace(/[0-9a-f]{8}$/, "HASH")).sort()).toEqual([
      "research-card-HASH",
      "research-horizontal-pod-autoscaler",
      "research-secrets",
    ]);
  });

  it("registers nothing, not even itself, when its args break a rule", async () => {
    const { resources } = await recordResources(() => {
      expect(() => new Agent("research", { ...args, port: 80, replicas: 0 })).toThrow(
        "The args of Agent 'research' are not valid:\n" +
          "  'port' (80) must be a whole number from 1024 to 65535: an agent is not root, and " +
          "lower ports are root's.\n" +
          "  'replicas' (0) must be a whole number from 1 to 2147483647.",
      );
    });
    expect(resources).toEqual([]);
  });

  it("has whose it is on every object, and not on the pods that another stack would roll", async () => {
    const { resources } = await recordResources(() => new Agent("research", args), {
      project: "berth",
      stack: "dev-alice",
    });
    const objects = resources.filter(({ type }) => type.startsWith("kubernetes:"));
    const withStack = objects.filter(({ inputs }) => {
      const { labels } = inputs.metadata as { labels: Record<string, string> };
      return labels["berth.dev/project"] === "berth" && labels["berth.dev/stack"] === "dev-alice";
    });
    expect(withStack).toEqual(objects);
    const { spec } = objects.find(({ type }) => type.endsWith(":Deployment"))?.inputs ?? {};
    expect(JSON.stringify(spec)).not.toContain("berth.dev/stack");
  });

  it("tells where it is, and who it is to others", async () => {
    const { result } = await recordResources(() => {
      const { url, cardUrl, peer, serviceName, namespace, selectorLabels } = new Agent(
        "my research",
        { ...args, name: "research" },
      );
      return { url, cardUrl, peer, serviceName, namespace, selectorLabels };
    });
    const url = "http://research.agents.svc.cluster.local:8000";
    expect(result).toEqual({
      url,
      cardUrl: `${url}/.well-known/agent-card.json`,
      peer: { name: "research", namespace: "agents", url },
      serviceName: "research",
      namespace: "agents",
      selectorLabels: {
        "app.kubernetes.io/name": "research",
        "app.kubernetes.io/component": "agent",
      },
    });
  });

  it("is answered at its URL: that is known once the Deployment has its pods", async () => {
    const { result } = await recordResources(async () => {
      const { url } = new Agent("research", args) as unknown as {
        url: { allResources: () => Promise<Set<{ __name: string }>> };
      };
      return [...(await url.allResources())].map(({ __name }) => __name).sort();
    });
    expect(result).toEqual(["research-deployment", "research-service", "research-service-account"]);
  });

  it("offers its children as resources", async () => {
    const { result } = await recordResources(() => {
      const agent = new Agent("research", args);
      return [agent.deployment, agent.service, agent.serviceAccount, agent.configMap].map(
        ({ urn, metadata }) => ({ urn, name: metadata.name }),
      );
    });
    const urn = "urn:pulumi:dev::project::berth:index:Agent$kubernetes";
    expect(result).toEqual([
      { urn: `${urn}:apps/v1:Deployment::research-deployment`, name: "research" },
      { urn: `${urn}:core/v1:Service::research-service`, name: "research" },
      { urn: `${urn}:core/v1:ServiceAccount::research-service-account`, name: "research" },
      {
        urn: `${urn}:core/v1:ConfigMap::research-card-821080e3`,
        name: "research-card-821080e3",
      },
    ]);
  });

  it("is found by `protocol: a2a` as a Deployment, as pods and as one Service", async () => {
    const { resources, template } = await recordAgent(args);
    const isOffered = (labels: Record<string, string>) => labels.protocol === "a2a";
    const children = resources.filter(({ type }) => type.startsWith("kubernetes:"));
    const labelled = children.map(({ name, inputs }) => {
      const { labels, namespace } = inputs.metadata as {
        labels: Record<string, string>;
        namespace: string;
      };
      expect([labels["app.kubernetes.io/name"], namespace]).toEqual(["research", "agents"]);
      return [name, isOffered(labels)];
    });
    expect(Object.fromEntries(labelled)).toEqual({
      "research-service-account": false,
      "research-siblings-service": false,
      "research-service": true,
      "research-card-821080e3": false,
      "research-pod-disruption-budget": false,
      "research-network-policy": false,
      "research-deployment": true,
    });
    expect(isOffered(template.metadata.labels)).toBe(true);
  });

  it("selects its pods by what never changes", async () => {
    const { resources, template } = await recordAgent(args);
    const selector = {
      "app.kubernetes.io/name": "research",
      "app.kubernetes.io/component": "agent",
    };
    const specs = new Map(resources.map(({ name, inputs }) => [name, inputs.spec]));
    expect(Object.fromEntries(specs)).toMatchObject({
      "research-siblings-service": { selector },
      "research-service": { selector },
      "research-pod-disruption-budget": { selector: { matchLabels: selector } },
      "research-network-policy": { podSelector: { matchLabels: selector } },
      "research-deployment": { selector: { matchLabels: selector } },
    });
    expect(template.metadata.labels).toMatchObject(selector);
  });

  it("is found in the namespace of the provider when it is given none", async () => {
    const { result, resources } = await recordResources(
      () => new Agent("research", minimalArgs).peer,
      { providerNamespace: "team-a" },
    );
    const url = "http://research.team-a.svc.cluster.local:8000";
    expect(result).toEqual({ name: "research", namespace: "team-a", url });
    const deployment = resources.at(-1)?.inputs as unknown as DeploymentInputs;
    expect(deployment.metadata).not.toHaveProperty("namespace");
    expect(deployment.spec.template.spec.containers[0].env).toContainEqual({
      name: "AGENT_URL",
      value: url,
    });
  });

  it("takes Outputs for all that fills its objects", async () => {
    const { container, replicas, find, deployment } = await recordAgent({
      ...args,
      namespace: pulumi.output("agents"),
      image: pulumi.output("research:2"),
      replicas: Promise.resolve(3),
      env: { LEVEL: pulumi.output("debug") },
      secrets: [{ env: "KEY", secretName: pulumi.output("llm"), key: pulumi.output("openai") }],
    });
    expect(container.image).toBe("research:2");
    expect(replicas).toBe(3);
    expect(deployment.inputs).toMatchObject({ metadata: { namespace: "agents" } });
    expect(find("LEVEL")).toEqual({ name: "LEVEL", value: "debug" });
    expect(find("KEY")).toEqual({
      name: "KEY",
      valueFrom: { secretKeyRef: { name: "llm", key: "openai" } },
    });
  });
});

describe("the rollout of an Agent", () => {
  const annotation = (seconds: string) => {
    return { metadata: { annotations: { "pulumi.com/timeoutSeconds": seconds } } };
  };

  it.each([
    ["plain", 45, 8],
    ["known later", pulumi.output(45), Promise.resolve(8)],
  ])("is given up by nobody before its deadline, which is %s", async (_, deadline, replicas) => {
    const { deployment, container } = await recordAgent({
      ...args,
      replicas,
      rollout: { progressDeadlineSeconds: deadline },
    });
    expect(deployment.inputs).toMatchObject({
      ...annotation("300"),
      spec: { progressDeadlineSeconds: 45 },
    });
    expect(container).toMatchObject({ startupProbe: { periodSeconds: 2, failureThreshold: 24 } });
  });
});

describe("the card of an Agent", () => {
  it("is read by the runtime as the card that was written", async () => {
    const { configMap } = await recordAgent(args);
    const { data } = configMap.inputs as { data: Record<string, string> };
    const written = toMountedCard({ ...card, name: "research" });
    expect(parseMountedCard(data["card.json"] ?? "", "card.json")).toEqual(written);
    expect(data).toMatchObject({
      AGENT_NAME: "research",
      AGENT_DESCRIPTION: "Runs statistics over tables",
      AGENT_VERSION: "1.4.0",
    });
    expect(JSON.parse(data.AGENT_SKILLS ?? "")).toEqual(card.skills);
  });

  it("is another object with another content, by both its names, and the pods follow it", async () => {
    const before = await recordAgent(args);
    const after = await recordAgent({ ...args, card: { ...card, description: "Better" } });
    expect(after.configMap.name).not.toBe(before.configMap.name);
    for (const { configMap, find, template } of [before, after]) {
      const { name } = configMap;
      expect(configMap.inputs).toMatchObject({ metadata: { name }, immutable: true });
      expect(find("AGENT_NAME")?.valueFrom).toEqual({
        configMapKeyRef: { name, key: "AGENT_NAME" },
      });
      expect(template.spec).toMatchObject({ volumes: [{ configMap: { name } }, {}] });
    }
  });

  it("stays the same object when anything but the card changes", async () => {
    const before = await recordAgent(args);
    const after = await recordAgent({ ...args, image: "research:2", env: { A: "b" }, port: 9000 });
    expect(after.configMap).toEqual(before.configMap);
    expect(after.deployment).not.toEqual(before.deployment);
  });
});
