import { expect, it } from "vitest";
import { recordResources } from "../sdk/record-resources.ts";

it("puts its limits into the namespace it makes", async () => {
  const { result, resources } = await recordResources(
    async () => await import("../../examples/agent-namespace/index.ts"),
  );
  expect(result.namespace).toBe("agents-dev");
  expect(resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
    "berth:index:AgentNamespace agents",
    "kubernetes:core/v1:LimitRange agents-limits",
    "kubernetes:core/v1:Namespace agents-namespace",
    "kubernetes:core/v1:ResourceQuota agents-quota",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy agents-default-deny",
  ]);
  expect(resources.find(({ name }) => name === "agents-limits")?.inputs).toMatchObject({
    metadata: { namespace: "agents-dev" },
    spec: { limits: [{ max: { memory: "4Gi" } }] },
  });
});
