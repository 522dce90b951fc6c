// Property values on the wire: a google.protobuf.Struct with marked objects for secrets and marked strings for unknowns.
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { isJsonObject, type Json, type JsonObject, type Path, valueAt } from "./json.ts";

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Stands for every unknown value once properties are open. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Properties without their marks. */
export interface OpenProperties {
  value: JsonObject;
  /** Where the secrets were; only the outermost of nested ones. */
  secretPaths: Path[];
  hasUnknown: boolean;
}

/** Takes the marks off: plain values on one side, the places of the secrets on the other. */
export function openProperties(sealed: struct.Struct | undefined): OpenProperties {
  const secretPaths: Path[] = [];
  let hasUnknown = false;

  function open(value: Json, path: Path, inSecret: boolean): Json {
    if (typeof value === "string" && UNKNOWNS.has(value)) {
      hasUnknown = true;
      return UNKNOWN;
    }
    if (Array.isArray(value)) {
      return value.map((item, index) => open(item, [...path, index], inSecret));
    }
    if (!isJsonObject(value)) {
      return value;
    }
    const signature = value[SIGNATURE_KEY];
    const isSecret = signature === SECRET || (signature === OUTPUT && value.secret === true);
    if (isSecret && !inSecret) {
      secretPaths.push(path);
    }
    if (signature === SECRET) {
      return open(value.value ?? null, path, true);
    }
    if (signature === OUTPUT) {
      const inner = valueAt(value, "value");
      return open(inner === undefined ? UNKNOWN : inner, path, inSecret || isSecret);
    }
    if (signature === RESOURCE_REFERENCE) {
      return open(value.id ?? value.urn ?? null, path, inSecret);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, open(item, [...path, key], inSecret)]),
    );
  }

  const value = open(sealed?.toJavaScript() ?? {}, [], false) as JsonObject;
  return { value, secretPaths, hasUnknown };
}

/**
 * Marks the values at `secretPaths` as secrets, and every string that holds one of `secretTexts`: the API server may
 * have put a secret in another place than the program did (a list in another order, an annotation with a copy).
 */
export function sealProperties(
  value: JsonObject,
  secretPaths: readonly Path[],
  secretTexts: ReadonlySet<string> = new Set(),
): struct.Struct {
  const marked = new Set(secretPaths.map((path) => JSON.stringify(path)));

  function seal(item: Json, path: Path): Json {
    // The root stays open: the engine takes a bag of properties, not one secret value.
    const isMarked = path.length > 0 && marked.size > 0 && marked.has(JSON.stringify(path));
    if (isMarked || (typeof item === "string" && holdsSecret(item, secretTexts))) {
      return { [SIGNATURE_KEY]: SECRET, value: item };
    }
    if (Array.isArray(item)) {
      return item.map((child, index) => seal(child, [...path, index]));
    }
    if (isJsonObject(item)) {
      return Object.fromEntries(
        Object.entries(item).map(([key, child]) => [key, seal(child, [...path, key])]),
      );
    }
    return item;
  }

  return struct.Struct.fromJavaScript(seal(value, []) as JsonObject);
}

/** A secret shorter than this is only looked for as a whole word: "1" is part of every second string. */
export const SHORT_SECRET_LENGTH = 8;

function holdsSecret(text: string, secretTexts: ReadonlySet<string>): boolean {
  if (secretTexts.has(text)) {
    return true;
  }
  for (const secret of secretTexts) {
    if (secret.length >= SHORT_SECRET_LENGTH && text.includes(secret)) {
      return true;
    }
  }
  return false;
}
