import { stringAt, type JsonObject } from "../values/json.ts";
import type { RpcError } from "./failures.ts";
import { leftOut } from "./settings.ts";

const FAMILIES: readonly { prefix: RegExp; feature: string; remedy: string }[] = [
  {
    prefix: /^kubernetes:helm(?:\.sh\/v\d+)?:/,
    feature: "Helm charts and releases",
    remedy: "Write the objects as resources",
  },
  {
    prefix: /^kubernetes:kustomize(?:\/v\d+)?:/,
    feature: "Kustomize",
    remedy: "Write the objects as resources",
  },
  {
    prefix: /^kubernetes:yaml(?:\/v\d+)?:/,
    feature: "YAML files and groups",
    remedy: "Write the objects as resources",
  },
];

/** An error for a resource, component or function that this stand-in leaves out; undefined for what it does. */
export function refusalOf(token: string, inputs: JsonObject = {}): RpcError | undefined {
  const family = FAMILIES.find(({ prefix }) => prefix.test(token));
  if (family !== undefined) {
    return leftOut(token, family.feature, family.remedy);
  }
  const type = token.split(":").at(-1) ?? "";
  const kind = stringAt(inputs, "kind");
  // A custom kind may end in Patch or List: a patch resource carries the kind it patches, a list carries items.
  if (type === `${kind}Patch` && kind !== "") {
    return leftOut(token, "*Patch resources", `Manage the whole ${kind}`);
  }
  if (type.endsWith("List") && Array.isArray(inputs.items)) {
    return leftOut(token, "*List resources", "Write each object as a resource");
  }
  return undefined;
}
