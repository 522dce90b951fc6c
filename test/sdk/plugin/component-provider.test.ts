import type * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createComponentProvider } from "../../../sdk/src/plugin/component-provider.ts";
import { SDK_FOLDER } from "../described-schema.ts";
import { recordResources } from "../record-resources.ts";

const schema = readFileSync(join(SDK_FOLDER, "schema.json"), "utf8");
const { resources } = JSON.parse(schema) as {
  resources: Record<string, { properties: Record<string, unknown> }>;
};
const provider = createComponentProvider(schema);

async function construct(type: string, name: string): Promise<pulumi.provider.ConstructResult> {
  const constructed = await provider.construct?.(name, type, {}, {});
  if (constructed === undefined) {
    throw new Error("The provider constructs nothing.");
  }
  return constructed;
}

it("hands the schema out as it is shipped, in its own version", () => {
  expect(provider.schema).toBe(schema);
  expect(provider.version).toBe((JSON.parse(schema) as { version: string }).version);
});

it("makes a component with its children, and tells every output of the schema", async () => {
  const type = "berth:index:AgentNamespace";
  const { result, resources: made } = await recordResources(() => construct(type, "agents"));
  expect(made.map(({ type: child }) => child)).toEqual([
    type,
    "kubernetes:core/v1:Namespace",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  ]);
  const state = result.state as Record<string, unknown>;
  expect(Object.keys(state)).toEqual(Object.keys(resources[type]?.properties ?? {}));
  expect(state["name"]).toBe("agents-dev");
});

it("refuses a component that is none, and knows each one of the schema", async () => {
  const known = Object.keys(resources).join(", ");
  await expect(construct("berth:index:Agnet", "a")).rejects.toThrow(
    `There is no component 'berth:index:Agnet'. Use one of: ${known}.`,
  );
});
