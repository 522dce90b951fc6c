// A thin schema, made from the installed npm package: the name of every resource and of its properties.
// The engine asks for it on behalf of YAML programs, and when a component's schema refers to a Kubernetes resource.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

const PACKAGE = "@pulumi/kubernetes";
const ANY = { $ref: "pulumi.json#/Any" };

const TYPE_TOKEN = /__pulumiType = '(kubernetes:[^']+)'/;
const INPUT = /resourceInputs\["(\w+)"\] = ([^;]*);/g;
const CONSTANT = /^"([^"]+)"$/;

interface ResourceSpec {
  type: "object";
  properties: Record<string, object>;
  inputProperties: Record<string, object>;
}

const require = createRequire(import.meta.url);

/** The npm package asks for the provider of exactly its own version. */
export function providerVersion(): string {
  return (require(`${PACKAGE}/package.json`) as { version: string }).version;
}

/** The schema as JSON text. A resource without properties would make a YAML program refuse every property. */
export function buildSchemaText(version: string): string {
  const root = path.dirname(require.resolve(`${PACKAGE}/package.json`));
  const resources: Record<string, ResourceSpec> = {};
  for (const file of fs.readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".js") && file !== "provider.js") {
      // The package carries no schema: its generated code is the one place that names them, line by line alike.
      const code = fs.readFileSync(path.join(root, file), "utf8");
      const token = TYPE_TOKEN.exec(code)?.[1];
      if (token !== undefined) {
        resources[token] = toResourceSpec(code);
      }
    }
  }
  return JSON.stringify({
    name: "kubernetes",
    version,
    provider: { type: "object" },
    language: { go: toGoNames(Object.keys(resources)) },
    resources,
  });
}

/** Where the SDK for Go has each module, for SDKs of components that refer to it: `rbac/v1` for one of `rbac.authorization.k8s.io/v1`. */
function toGoNames(tokens: readonly string[]): object {
  const importBasePath = "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes";
  const modules = [...new Set(tokens.map((token) => token.split(":")[1] ?? ""))];
  const packages = modules.map((name): [string, string] => {
    const [group = "", ...version] = name.split("/");
    return [name, [group.split(".")[0], ...version].join("/")];
  });
  return {
    importBasePath,
    moduleToPackage: Object.fromEntries(packages),
    packageImportAliases: Object.fromEntries(
      packages.map(([, name]) => [`${importBasePath}/${name}`, name.replaceAll(/\W/g, "")]),
    ),
  };
}

function toResourceSpec(code: string): ResourceSpec {
  const properties: Record<string, object> = {};
  const inputProperties: Record<string, object> = {};
  for (const [, name = "", value = ""] of code.matchAll(INPUT)) {
    const constant = CONSTANT.exec(value)?.[1];
    const property =
      constant === undefined ? (properties[name] ?? ANY) : { type: "string", const: constant };
    properties[name] = property;
    // The second branch of each constructor sets all outputs to undefined: those are no inputs.
    if (!value.startsWith("undefined")) {
      inputProperties[name] = property;
    }
  }
  return { type: "object", properties, inputProperties };
}
