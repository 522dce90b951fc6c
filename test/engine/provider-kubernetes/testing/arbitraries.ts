import fc from "fast-check";
import type { Json, JsonObject } from "../values/json.ts";

/** Property names: plain ones, and the ones of labels and annotations. */
export const propertyName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "name",
    "spec",
    "data",
    "image",
    "replicas",
    "app.kubernetes.io/name",
    "a b",
    "0",
  ),
  fc.string({ minLength: 1 }).filter((name) => name !== "__proto__" && !name.includes("\\")),
);

const tree = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.dictionary(propertyName, tie("value"), { maxKeys: 5, noNullPrototype: true }),
}));

export const jsonValue: fc.Arbitrary<Json> = tree.value;
export const jsonObject: fc.Arbitrary<JsonObject> = tree.object;
