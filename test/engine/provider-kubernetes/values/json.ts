/** A JSON value, as it stands in a manifest, an answer of the API server or a property of a resource. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

/** The way to a value inside a JSON value: property names and list indices. */
export type Path = (string | number)[];

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at `path`; undefined when the way ends earlier. */
export function valueAt(value: Json | undefined, ...path: Path): Json | undefined {
  let here = value;
  for (const step of path) {
    if (Array.isArray(here)) {
      here = typeof step === "number" ? here[step] : undefined;
    } else if (isJsonObject(here) && Object.hasOwn(here, step)) {
      here = here[step];
    } else {
      return undefined;
    }
  }
  return here;
}

/** The string at `path`; "" when there is none. */
export function stringAt(value: Json | undefined, ...path: Path): string {
  const found = valueAt(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The number at `path`; `otherwise` when there is none. */
export function numberAt(value: Json | undefined, path: Path, otherwise = 0): number {
  const found = valueAt(value, ...path);
  return typeof found === "number" ? found : otherwise;
}

/** The object at `path`; an empty one when there is none. */
export function objectAt(value: Json | undefined, ...path: Path): JsonObject {
  const found = valueAt(value, ...path);
  return isJsonObject(found) ? found : {};
}

/** The objects of the list at `path`; empty when there is none. */
export function objectsAt(value: Json | undefined, ...path: Path): JsonObject[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
}

/** True for what the API server may leave out of an answer: nothing, null, an empty list, an empty map. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  return typeof value === "object" && Object.keys(value).length === 0;
}

/**
 * True when both mean the same to an apply: a null property counts as an absent one.
 * An empty map does not: `{podSelector: {}}` selects everything, `{}` nothing.
 */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (isJsonObject(a) && isJsonObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => isSame(valueAt(a, key), valueAt(b, key)));
  }
  return (a ?? null) === (b ?? null);
}

/** All strings inside a value. */
export function stringsIn(value: Json | undefined): string[] {
  if (typeof value === "string") {
    return [value];
  }
  if (Array.isArray(value)) {
    return value.flatMap(stringsIn);
  }
  return isJsonObject(value) ? Object.values(value).flatMap(stringsIn) : [];
}
