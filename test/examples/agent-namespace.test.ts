import { expect, it } from "vitest";
import { recordResources } from "../sdk/record-resources.ts";

it("puts its quota into the namespace it makes", async () => {
  const { result, resources } = await recordResources(
    async () => await import("../../examples/agent-namespace/index.ts"),
  );
  expect(result.namespace).toBe("agents-dev");
  expect(resources.map(({ type, name }) => [type, name])).toEqual([
    ["berth:index:AgentNamespace", "agents"],
    ["kubernetes:core/v1:Namespace", "agents-namespace"],
    ["kubernetes:core/v1:ResourceQuota", "agents-quota"],
  ]);
  expect(resources.at(-1)?.inputs).toMatchObject({
    metadata: { namespace: "agents-dev" },
    spec: { hard: { pods: "40" } },
  });
});
