import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { recordResources } from "./record-resources.ts";
import { type PackageSchema, toInputTable, toOutputTable, toTypeTable } from "./schema-tables.ts";

const SDK_FOLDER = join(import.meta.dirname, "..", "..", "sdk");
const README = join(SDK_FOLDER, "README.md");

const readme = readFileSync(README, "utf8");
const schema = JSON.parse(readFileSync(join(SDK_FOLDER, "schema.json"), "utf8")) as PackageSchema;

/** A table in the document: what it is of, between a comment and the next heading or paragraph. */
const TABLE = /<!-- table: (\w+) of (\w+) -->\n\n(?:\|.*\n)*/g;

const TABLES: Readonly<Record<string, (schema: PackageSchema, name: string) => string>> = {
  inputs: toInputTable,
  outputs: toOutputTable,
  members: toTypeTable,
};

function findBlock(language: string): string {
  const [, block] = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(readme) ?? [];
  if (block === undefined) {
    throw new Error(`The document has no block of ${language}.`);
  }
  return block;
}

it("has the tables of the schema: `npm run test:unit -- --update` writes them anew", async () => {
  const written = readme.replaceAll(TABLE, (_, table: string, name: string) => {
    const toTable = TABLES[table];
    if (toTable === undefined) {
      throw new Error(`There is no table '${table}'.`);
    }
    return `<!-- table: ${table} of ${name} -->\n\n${toTable(schema, name)}\n`;
  });
  await expect(written).toMatchFileSnapshot(README);
});

it("has a table for every component and every type of its own", () => {
  const tables = [...readme.matchAll(TABLE)].map(([, table, name]) => `${table} of ${name}`);
  const components = Object.keys(schema.resources).flatMap((token) => {
    const name = token.split(":").at(-1);
    return [`inputs of ${name}`, `outputs of ${name}`];
  });
  const own = Object.keys(schema.types)
    .map((token) => token.split(":").at(-1) ?? "")
    .filter((name) => /^Agent\w+(Args|Mode)$/.test(name));
  const wanted = [...components, ...own.map((name) => `members of ${name}`)];
  expect(tables).toEqual(expect.arrayContaining(wanted));
});

it("begins with a program that makes what it says", async () => {
  const file = join(import.meta.dirname, "readme-example.ts");
  expect(findBlock("ts")).toBe(readFileSync(file, "utf8"));
  const { result, resources } = await recordResources(
    async () => await import("./readme-example.ts"),
  );
  expect(result.url).toBe("http://research.agents-dev.svc.cluster.local:8000");
  expect(resources.map(({ type }) => type)).toEqual([
    "berth:index:AgentNamespace",
    "kubernetes:core/v1:Namespace",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    "berth:index:Agent",
    "kubernetes:core/v1:ServiceAccount",
    "kubernetes:core/v1:Service",
    "kubernetes:core/v1:Service",
    "kubernetes:core/v1:ConfigMap",
    "kubernetes:policy/v1:PodDisruptionBudget",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    "kubernetes:apps/v1:Deployment",
  ]);
});

it("shows the same in YAML, by names that the schema knows", async () => {
  const program = parse(findBlock("yaml")) as {
    resources: Record<string, { type: string; properties?: Record<string, unknown> }>;
  };
  const { resources } = await recordResources(() => {
    for (const [name, { type, properties = {} }] of Object.entries(program.resources)) {
      const component = type.replace("berth:", "");
      const { inputProperties = {} } = schema.resources[`berth:index:${component}`] ?? {};
      expect(Object.keys(inputProperties)).toEqual(expect.arrayContaining(Object.keys(properties)));
      // What the engine hands over for a reference to another resource.
      const args = { ...properties, namespace: pulumi.output("agents-dev") };
      if (component === "Agent") {
        new berth.Agent(name, args as unknown as berth.AgentArgs);
      } else {
        new berth.AgentNamespace(name, properties);
      }
    }
  });
  expect(resources.filter(({ type }) => type.startsWith("berth:")).map(({ name }) => name)).toEqual(
    Object.keys(program.resources),
  );
});
