import { expect, test } from "vitest";
import { buildSchemaText, providerVersion } from "./schema.ts";

test("the schema names every resource with its properties: a YAML program refuses those it does not find", () => {
  const schema = JSON.parse(buildSchemaText("1.2.3")) as {
    name: string;
    version: string;
    resources: Record<string, { inputProperties: Record<string, unknown> }>;
  };
  expect(schema).toMatchObject({ name: "kubernetes", version: "1.2.3" });
  expect(schema.resources["kubernetes:core/v1:Secret"]?.inputProperties).toMatchObject({
    kind: { type: "string", const: "Secret" },
    metadata: { $ref: "pulumi.json#/Any" },
    stringData: { $ref: "pulumi.json#/Any" },
  });
  const deployment = schema.resources["kubernetes:apps/v1:Deployment"]?.inputProperties;
  expect(Object.keys(deployment ?? {})).not.toContain("status");
});

test("the version is that of the npm package, which asks for exactly it", () => {
  expect(providerVersion()).toMatch(/^4\.\d+\.\d+$/);
});
