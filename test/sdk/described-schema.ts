import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the package. */
export const SDK_FOLDER = join(import.meta.dirname, "..", "..", "sdk");

const COMPONENTS = Object.entries(berth)
  .filter(([, exported]) => isComponent(exported))
  .map(([name]) => name);

function isComponent(exported: unknown): boolean {
  return typeof exported === "function" && exported.prototype instanceof pulumi.ComponentResource;
}

interface PackageFile {
  name: string;
  version: string;
  description: string;
}

function buildSchema(): string {
  const packageFile = JSON.parse(
    readFileSync(join(SDK_FOLDER, "package.json"), "utf8"),
  ) as PackageFile;
  const [namespace = "", name = ""] = packageFile.name.slice(1).split("/");
  const analyzer = new Analyzer(SDK_FOLDER, name, packageFile, new Set(COMPONENTS));
  const { components, typeDefinitions, dependencies } = analyzer.analyze();
  const { version, description } = packageFile;
  const built = generateSchema(
    name,
    version,
    description,
    components,
    typeDefinitions,
    dependencies,
    namespace,
  );
  return `${JSON.stringify(built, null, 2)}\n`;
}

/** The schema, as its file has it. */
export const schema = buildSchema();

type Described = Record<string, { description?: string }>;

export const { resources, types } = JSON.parse(schema) as {
  resources: Record<
    string,
    { description?: string; inputProperties: Described; properties: Described }
  >;
  types: Record<
    string,
    { properties?: Described; enum?: { value: string; description?: string }[] }
  >;
};

/** The place of every component, input, output, member and value, with its description. */
export const described: [string, string | undefined][] = [
  ...Object.entries(resources).flatMap(
    ([token, { description, inputProperties, properties }]): [string, string | undefined][] => [
      [token, description],
      ...toDescriptions(token, inputProperties),
      ...toDescriptions(token, properties),
    ],
  ),
  ...Object.entries(types).flatMap(([token, { properties = {}, enum: values = [] }]) => [
    ...toDescriptions(token, properties),
    ...values.map(({ value, description }): [string, string | undefined] => [
      `${token} ${value}`,
      description,
    ]),
  ]),
];

function toDescriptions(token: string, properties: Described): [string, string | undefined][] {
  return Object.entries(properties).map(([name, { description }]) => [
    `${token} ${name}`,
    description,
  ]);
}
