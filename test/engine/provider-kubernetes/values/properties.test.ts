import struct from "google-protobuf/google/protobuf/struct_pb.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonObject } from "../testing/arbitraries.ts";
import { isJsonObject, type Json, type Path } from "./json.ts";
import { openProperties, sealProperties, UNKNOWN } from "./properties.ts";

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

function pathsOf(value: Json, path: Path = []): Path[] {
  const steps = Array.isArray(value)
    ? value.map((item, index): [number, Json] => [index, item])
    : Object.entries(isJsonObject(value) ? value : {});
  return steps.flatMap(([step, item]) => [[...path, step], ...pathsOf(item, [...path, step])]);
}

/** An object and some of its places, none inside another. */
const withSecrets = jsonObject.chain((value) => {
  const all = pathsOf(value);
  return fc.tuple(
    fc.constant(value),
    fc
      .subarray(all)
      .map((some) =>
        some.filter(
          (path) =>
            !some.some(
              (other) => other.length < path.length && other.every((step, i) => step === path[i]),
            ),
        ),
      ),
  );
});

function overTheWire(sealed: struct.Struct): struct.Struct {
  return struct.Struct.deserializeBinary(sealed.serializeBinary());
}

test("sealed properties open to the same values and the same secret places", () => {
  fc.assert(
    fc.property(withSecrets, ([value, secretPaths]) => {
      const open = openProperties(overTheWire(sealProperties(value, secretPaths)));
      expect(open.value).toEqual(value);
      expect(new Set(open.secretPaths.map((path) => JSON.stringify(path)))).toEqual(
        new Set(secretPaths.map((path) => JSON.stringify(path))),
      );
      expect(open.hasUnknown).toBe(false);
    }),
  );
});

test("a known secret text never stays in clear, wherever it stands", () => {
  const secret = "correct horse battery";
  fc.assert(
    fc.property(jsonObject, jsonObject, (value, other) => {
      const state = { ...value, copy: [`token=${secret}`, { exact: secret, ...other }] };
      const sealed = sealProperties(state, [], new Set([secret])).toJavaScript();
      expect(JSON.stringify(withoutSecrets(sealed))).not.toContain(secret);
    }),
  );
});

function withoutSecrets(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(withoutSecrets);
  }
  if (!isJsonObject(value)) {
    return value;
  }
  return SIGNATURE_KEY in value
    ? null
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}

test("a short secret seals only strings that equal it", () => {
  const sealed = sealProperties({ a: "7", b: "port 7", c: "77" }, [], new Set(["7"]));
  expect(openProperties(sealed).secretPaths).toEqual([["a"]]);
});

test("every spelling of an unknown opens to the one unknown value", () => {
  const sealed = struct.Struct.fromJavaScript({
    a: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    b: { [SIGNATURE_KEY]: OUTPUT, secret: true },
  });
  expect(openProperties(sealed)).toEqual({
    value: { a: UNKNOWN, b: UNKNOWN },
    secretPaths: [["b"]],
    hasUnknown: true,
  });
});

test("an output that is known opens to its value, a null included", () => {
  const sealed = struct.Struct.fromJavaScript({
    a: { [SIGNATURE_KEY]: OUTPUT, value: "x" },
    b: { [SIGNATURE_KEY]: OUTPUT, value: null },
  });
  expect(openProperties(sealed)).toEqual({
    value: { a: "x", b: null },
    secretPaths: [],
    hasUnknown: false,
  });
});

test("properties that are missing open to an empty object", () => {
  expect(openProperties(undefined).value).toEqual({});
});

test("of nested secrets the outermost counts", () => {
  const secret = (value: Json): Json => ({
    [SIGNATURE_KEY]: "1b47061264138c4ac30d75fd1eb44270",
    value,
  });
  const sealed = struct.Struct.fromJavaScript({ a: secret({ b: secret("x") }) });
  expect(openProperties(sealed)).toEqual({
    value: { a: { b: "x" } },
    secretPaths: [["a"]],
    hasUnknown: false,
  });
});

test("the bag itself is never one secret: the engine could not read it", () => {
  expect(sealProperties({ a: "x" }, [[]]).toJavaScript()).toEqual({ a: "x" });
});
