import { Agent, type AgentArgs, type AgentManifest } from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { recordResources } from "../record-resources.ts";
import { minimalArgs } from "./settings.ts";

const args: AgentArgs = { ...minimalArgs, namespace: "agents" };

/** The parts of a Deployment that a sidecar is in. */
interface SidecarDeployment {
  spec: { template: { spec: { initContainers: [{ args: string[]; env: object[] }] } } };
}

async function recordChildren(settings: Partial<AgentArgs>) {
  const { resources } = await recordResources(() => {
    new Agent("research", { ...args, ...settings });
  });
  return (name: string) => resources.find((resource) => resource.name === name)?.inputs;
}

describe("the overrides of an Agent", () => {
  it("change members of one object, and leave the rest and the other objects as they are", async () => {
    const before = await recordChildren({});
    const after = await recordChildren({
      overrides: {
        deployment: {
          spec: {
            revisionHistoryLimit: pulumi.output(7),
            template: {
              metadata: { labels: { team: "data" } },
              spec: {
                containers: [
                  { name: "agent", tty: true },
                  { name: "log", image: "log:1" },
                ],
              },
            },
          },
        },
      },
    });
    expect(after("research-service")).toEqual(before("research-service"));
    const [old, changed] = [before, after].map(
      (find) => find("research-deployment") as { spec: Record<string, unknown> },
    );
    const template = old?.spec["template"] as {
      metadata: { labels: object };
      spec: { containers: object[] };
    };
    expect(changed).toEqual({
      ...old,
      spec: {
        ...old?.spec,
        revisionHistoryLimit: 7,
        template: {
          ...template,
          metadata: { ...template.metadata, labels: { ...template.metadata.labels, team: "data" } },
          spec: {
            ...template.spec,
            containers: [
              { ...template.spec.containers[0], tty: true },
              { name: "log", image: "log:1" },
            ],
          },
        },
      },
    });
  });

  it("reach a sidecar by its name, as a patch does", async () => {
    const runtime = { name: "runtime", tty: true, env: [{ name: "NODE_OPTIONS", value: "--a" }] };
    const find = await recordChildren({
      runtime: undefined,
      overrides: { deployment: { spec: { template: { spec: { initContainers: [runtime] } } } } },
      patch: (manifest) => {
        if (manifest.kind === "Deployment") {
          const { spec } = manifest as unknown as SidecarDeployment;
          spec.template.spec.initContainers[0].args.push("--patched");
        }
        return manifest;
      },
    });
    const { template } = (find("research-deployment") as unknown as SidecarDeployment).spec;
    expect(template.spec.initContainers).toHaveLength(1);
    const [sidecar] = template.spec.initContainers;
    expect(sidecar).toMatchObject({
      name: "runtime",
      args: ["proxy", "--patched"],
      restartPolicy: "Always",
      tty: true,
    });
    expect(sidecar.env).toContainEqual({ name: "NODE_OPTIONS", value: "--a" });
    expect(sidecar.env).toContainEqual({ name: "A2A_PORT", value: "8080" });
  });

  it("are merged into what is known only later too", async () => {
    const find = await recordChildren({
      peers: [pulumi.output({ name: "billing" })],
      overrides: {
        deployment: { spec: { template: { metadata: { labels: { team: "data" } } } } },
        networkPolicy: { spec: { policyTypes: ["Ingress"] } },
      },
    });
    expect(find("research-deployment")).toMatchObject({
      spec: {
        template: {
          metadata: {
            labels: { app: "research", "can-call.berth.dev/billing": "true", team: "data" },
          },
        },
      },
    });
    expect(find("research-network-policy")).toMatchObject({
      spec: { policyTypes: ["Ingress"], podSelector: {}, egress: expect.any(Array) as unknown },
    });
  });

  it("tell what cannot be merged before anything is registered", async () => {
    const { resources } = await recordResources(() => {
      expect(
        () =>
          new Agent("research", {
            ...args,
            overrides: { deployment: { spec: { strategy: { $patch: "merge" } } } },
          }),
      ).toThrow(
        "The args of Agent 'research' are not valid:\n" +
          "  'overrides.deployment.spec.strategy.$patch' must be 'replace' or 'delete'.",
      );
    });
    expect(resources).toEqual([]);
  });
});

interface ServiceManifest {
  metadata: { name: string; labels: Record<string, string>; annotations: Record<string, string> };
  spec: { selector: Record<string, string> };
}

describe("the patch of an Agent", () => {
  it("changes what the overrides left", async () => {
    const find = await recordChildren({
      overrides: { serviceAccount: { metadata: { annotations: { first: "overrides" } } } },
      patch: (manifest) => {
        if (manifest.kind !== "ServiceAccount") {
          return manifest;
        }
        const metadata = manifest.metadata as { annotations: Record<string, string> };
        const annotations = {
          ...metadata.annotations,
          second: Object.keys(metadata.annotations).join(),
        };
        return { ...manifest, metadata: { ...metadata, annotations } };
      },
    });
    expect(find("research-service-account")).toMatchObject({
      metadata: { annotations: { first: "overrides", second: "first" } },
    });
  });

  it("may change an object in place, and reaches no other object and no other agent by that", async () => {
    const before = await recordChildren({});
    const patch = (manifest: AgentManifest): AgentManifest => {
      const { metadata, spec } = manifest as unknown as ServiceManifest;
      if (manifest.kind === "Service" && metadata.name === "research") {
        metadata.labels["team"] = "data";
        metadata.annotations["note"] = "a";
        spec.selector["zone"] = "a";
      }
      return manifest;
    };
    const after = await recordChildren({ patch });
    const again = await recordChildren({});
    for (const child of ["deployment", "siblings-service", "network-policy", "service-account"]) {
      expect(after(`research-${child}`)).toEqual(before(`research-${child}`));
    }
    expect(again("research-service")).toEqual(before("research-service"));
    expect(after("research-service")).toMatchObject({
      metadata: { labels: { team: "data" }, annotations: { note: "a" } },
      spec: { selector: { zone: "a" } },
    });
  });

  it.each<[string, (manifest: AgentManifest) => unknown]>([
    ["nothing", () => undefined],
    [
      "another name",
      (manifest) => ({ ...manifest, metadata: { ...(manifest.metadata as object), name: "b" } }),
    ],
    ["another kind", (manifest) => ({ ...manifest, kind: "Pod" })],
  ])("is refused when it returns %s, before anything is registered", async (_, patch) => {
    const { resources } = await recordResources(() => {
      expect(() => new Agent("research", { ...args, patch } as AgentArgs)).toThrow(
        "'patch' must return the ServiceAccount research it is given, changed or not, under the same name.",
      );
    });
    expect(resources).toEqual([]);
  });

  it("sees every object, also those that a user adds", async () => {
    const seen: string[] = [];
    await recordChildren({
      extraManifests: [{ apiVersion: "v1", kind: "LimitRange", metadata: { name: "limits" } }],
      patch: (manifest) => {
        seen.push(manifest.kind);
        return manifest;
      },
    });
    expect(seen).toEqual([
      "ServiceAccount",
      "ConfigMap",
      "NetworkPolicy",
      "Deployment",
      "Service",
      "Service",
      "PodDisruptionBudget",
      "LimitRange",
    ]);
  });

  it("does not stand in the state, which can hold no function", async () => {
    const find = await recordChildren({ patch: (manifest) => manifest });
    expect(find("research")).not.toHaveProperty("patch");
  });
});

describe("the further objects of an Agent", () => {
  it("go to its namespace, unless they name another one or are the cluster's", async () => {
    const find = await recordChildren({
      extraManifests: [
        { apiVersion: "v1", kind: "LimitRange", metadata: { name: "a" } },
        { apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "b", namespace: "other" } },
        {
          apiVersion: "scheduling.k8s.io/v1",
          kind: "PriorityClass",
          metadata: { name: "c" },
          value: 5,
        },
      ],
    });
    expect(find("research-extra-LimitRange-a")).toEqual({
      apiVersion: "v1",
      kind: "LimitRange",
      metadata: { name: "a", namespace: "agents" },
    });
    expect(find("research-extra-CronJob-other-b")).toMatchObject({
      metadata: { name: "b", namespace: "other" },
    });
    expect(find("research-extra-PriorityClass-c")).toEqual({
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name: "c" },
      value: 5,
    });
  });
});
