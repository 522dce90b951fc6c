import {
  isJsonObject,
  isSame,
  type Json,
  type JsonObject,
  objectsAt,
  type Path,
  stringAt,
  valueAt,
} from "../values/json.ts";

/**
 * The manifest without those ignored fields that another manager owns in `live`, so that they stay with it.
 * The engine puts the old value of an ignored field into the inputs: sent along, it would take back what another
 * manager (an autoscaler, `kubectl scale`) has set since.
 * @param ignored paths of ignoreChanges; a `*` step stands for every item.
 */
export function leaveToOthers(
  manifest: JsonObject,
  live: JsonObject | undefined,
  fieldManager: string,
  ignored: Path[],
): JsonObject {
  const foreign = objectsAt(live, "metadata", "managedFields").filter(
    (entry) => stringAt(entry, "manager") !== fieldManager,
  );
  const result = structuredClone(manifest);
  for (const path of ignored.flatMap((pattern) => expand(manifest, pattern))) {
    const last = path.at(-1);
    const parent = valueAt(result, ...path.slice(0, -1));
    const isOwned = foreign.some((entry) => owns(entry.fieldsV1, manifest, path));
    if (isOwned && isJsonObject(parent) && typeof last === "string") {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- The copy is made for this.
      delete parent[last];
    }
  }
  return result;
}

function expand(value: Json | undefined, pattern: Path): Path[] {
  const [step, ...rest] = pattern;
  if (step === undefined) {
    return [[]];
  }
  const steps: Path =
    step === "*"
      ? Array.isArray(value)
        ? value.map((_, index) => index)
        : Object.keys(isJsonObject(value) ? value : {})
      : [step];
  return steps.flatMap((taken) =>
    expand(valueAt(value, taken), rest).map((path) => [taken, ...path]),
  );
}

/** Follows `path` through a fieldsV1 set: `f:<name>` for properties, `k:{<key fields>}` for items of keyed lists. */
function owns(fields: Json | undefined, manifest: Json | undefined, path: Path): boolean {
  const [step, ...rest] = path;
  if (step === undefined) {
    return fields !== undefined;
  }
  const next = valueAt(manifest, step);
  if (typeof step === "string") {
    return owns(valueAt(fields, `f:${step}`), next, rest);
  }
  return Object.entries(isJsonObject(fields) ? fields : {}).some(
    ([key, inner]) => key.startsWith("k:") && hasKey(next, key.slice(2)) && owns(inner, next, rest),
  );
}

function hasKey(item: Json | undefined, keyJson: string): boolean {
  const key = JSON.parse(keyJson) as JsonObject;
  return Object.entries(key).every(
    // The API server fills in the protocol, which is part of the key of a port.
    ([name, value]) => isSame(valueAt(item, name) ?? (name === "protocol" ? "TCP" : null), value),
  );
}
