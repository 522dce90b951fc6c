import { AgentNamespace, AgentNamespaceDefaultDeny } from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { recordResources } from "../record-resources.ts";

describe("AgentNamespace", () => {
  it("makes exactly these children, called after the component", async () => {
    const { resources } = await recordResources(
      () => new AgentNamespace("agents", { quota: { pods: 20 } }),
    );
    expect(resources.map(({ type, name }) => [type, name])).toEqual([
      ["berth:index:AgentNamespace", "agents"],
      ["kubernetes:core/v1:Namespace", "agents-namespace"],
      ["kubernetes:core/v1:ResourceQuota", "agents-quota"],
      ["kubernetes:networking.k8s.io/v1:NetworkPolicy", "agents-default-deny"],
    ]);
    const labels = { "berth.dev/project": "project", "berth.dev/stack": "dev" };
    expect(resources.slice(2).map(({ inputs }) => [inputs.metadata, inputs.spec])).toEqual([
      [{ name: "quota", namespace: "agents-dev", labels }, { hard: { pods: "20" } }],
      [
        { name: "default-deny", namespace: "agents-dev", labels },
        { podSelector: {}, policyTypes: ["Ingress"] },
      ],
    ]);
  });

  it("makes one Namespace alone where nothing is denied", async () => {
    const { result, resources } = await recordResources(
      () =>
        new AgentNamespace("agents", {
          labels: { team: pulumi.output("search") },
          defaultDeny: AgentNamespaceDefaultDeny.None,
        }).name,
      { stack: "staging" },
    );
    expect(result).toBe("agents-staging");
    expect(resources).toEqual([
      { type: "berth:index:AgentNamespace", name: "agents", inputs: expect.anything() as unknown },
      {
        type: "kubernetes:core/v1:Namespace",
        name: "agents-namespace",
        inputs: {
          apiVersion: "v1",
          kind: "Namespace",
          metadata: {
            name: "agents-staging",
            labels: {
              team: "search",
              "berth.dev/project": "project",
              "berth.dev/stack": "staging",
              "pod-security.kubernetes.io/enforce": "restricted",
              "pod-security.kubernetes.io/audit": "restricted",
              "pod-security.kubernetes.io/warn": "restricted",
            },
          },
        },
      },
    ]);
  });

  it("takes the name it is given in every stack", async () => {
    const { result } = await recordResources(
      () => new AgentNamespace("agents", { name: "team-a" }).name,
      { stack: "staging" },
    );
    expect(result).toBe("team-a");
  });

  it("makes its Namespace a child of itself", async () => {
    const { result } = await recordResources(() => new AgentNamespace("agents").namespace.urn);
    expect(result).toContain("berth:index:AgentNamespace$kubernetes:core/v1:Namespace");
  });

  it("refuses a logical name that cannot name a namespace, and says how to go on", async () => {
    await expect(recordResources(() => new AgentNamespace("My Agents"))).rejects.toThrow(
      "'name' (My Agents-dev, from the component 'My Agents' and the stack 'dev') must be 1 to 63 " +
        "lower-case letters, digits and hyphens, with a letter or digit at both ends. Give a 'name'.",
    );
  });

  it("registers nothing, not even itself, when its args break a rule", async () => {
    const { resources } = await recordResources(() => {
      expect(() => new AgentNamespace("agents", { name: "-" })).toThrow("'name' (-)");
    });
    expect(resources).toEqual([]);
  });
});
