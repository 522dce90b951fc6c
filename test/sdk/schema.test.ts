import * as berth from "@berth/berth";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

// Programs in YAML, Python and Go know the components by this schema, which Pulumi reads from the
// sources. `npm run test:unit -- --update` writes the file anew: read the difference, it is what
// users in those languages will notice.

const SDK_FOLDER = join(import.meta.dirname, "..", "..", "sdk");

const COMPONENTS = Object.entries(berth)
  .filter(([, exported]) => typeof exported === "function")
  .map(([name]) => name);

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

const schema = buildSchema();

it("is what Pulumi reads from the sources", async () => {
  await expect(schema).toMatchFileSnapshot(join(SDK_FOLDER, "schema.json"));
});

it("describes every component, every input and every output", () => {
  const { resources } = JSON.parse(schema) as {
    resources: Record<string, Record<string, Record<string, { description?: string }>>>;
  };
  for (const [token, resource] of Object.entries(resources)) {
    expect(resource.description, token).toBeTypeOf("string");
    for (const [name, property] of Object.entries({
      ...resource.inputProperties,
      ...resource.properties,
    })) {
      expect(property.description, `${token} ${name}`).toBeTypeOf("string");
      // What Pulumi makes of an inline tag such as a link.
      expect(property.description, `${token} ${name}`).not.toContain("[object Object]");
    }
  }
});
