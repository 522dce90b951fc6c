import type { Clash } from "../clashes.js";
import { readList, readMember } from "../plain-object.js";
import { RULES } from "../rules.js";
import { CONDITIONS, listOwnObjects } from "./own-objects.js";

/** Finds overrides that change nothing, or what a scaler changes, and objects that are there already. */
export function* findManifestClashes(args: unknown): Generator<Clash> {
  for (const [object, { condition, isMet }] of Object.entries(CONDITIONS)) {
    const path = ["overrides", object];
    if (readMember(args, path) !== undefined && !isMet(args)) {
      yield { path, rule: RULES.overrideOfNothing(condition) };
    }
  }
  const replicasPath = ["overrides", "deployment", "spec", "replicas"];
  if (readMember(args, ["scaling"]) !== undefined && readMember(args, replicasPath) !== undefined) {
    yield { path: replicasPath, rule: RULES.overrideOfReplicas };
  }
  yield* findSameManifests(args);
}

/** Namespaces that are not known yet are one as far as anybody knows. */
function* findSameManifests(args: unknown): Generator<Clash> {
  const keys = readList(args, ["extraManifests"]).map((manifest) => toKey(manifest, args));
  for (const [index, key] of keys.entries()) {
    const first = keys.indexOf(key);
    const path = ["extraManifests", index, "metadata", "name"];
    const own = key === undefined ? undefined : findOwnObject(key, readMember(args, path), args);
    if (own !== undefined) {
      yield { path, rule: RULES.ownManifest(own) };
    } else if (key !== undefined && first !== index) {
      yield { path, rule: RULES.sameManifest(`extraManifests[${first}].metadata.name`) };
    }
  }
}

/** Whatever the card is, the name of its ConfigMap ends in a hash. */
function findOwnObject(key: string, name: unknown, args: unknown): string | undefined {
  const cardHash = /[0-9a-f]{8}$/.exec(String(name))?.[0] ?? "";
  const own = listOwnObjects(args, cardHash);
  return own.find(({ manifest }) => toKey(manifest, args) === key)?.object;
}

function toKey(manifest: unknown, args: unknown): string | undefined {
  const [apiVersion, kind, name] = [["apiVersion"], ["kind"], ["metadata", "name"]].map((path) =>
    readMember(manifest, path),
  );
  if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string") {
    return undefined;
  }
  const namespace =
    readMember(manifest, ["metadata", "namespace"]) ?? readMember(args, ["namespace"]);
  const group = apiVersion.split("/").slice(0, -1);
  return JSON.stringify([...group, kind, typeof namespace === "string" ? namespace : "", name]);
}
