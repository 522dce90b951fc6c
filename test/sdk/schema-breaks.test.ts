import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findBreakingChanges, type ProgramSchema } from "./schema-breaks.ts";

// A release copies sdk/schema.json to released-schema.json: CONTRIBUTING.md, "Changesets".
const read = (...path: string[]): ProgramSchema =>
  JSON.parse(readFileSync(join(import.meta.dirname, ...path), "utf8")) as ProgramSchema;

it("breaks no program that was written against the released schema", () => {
  const released = read("released-schema.json");
  const current = read("..", "..", "sdk", "schema.json");
  expect(findBreakingChanges(released, current)).toEqual([]);
});

describe("findBreakingChanges", () => {
  const before: ProgramSchema = {
    resources: {
      "a:index:A": {
        inputProperties: { name: { type: "string" }, tags: list("string") },
        requiredInputs: ["name"],
        properties: { url: { type: "string" } },
      },
    },
    types: {
      "a:index:Mode": { enum: [{ value: "One" }, { value: "Two" }] },
      "a:index:Args": { properties: { port: { type: "number" } }, required: [] },
    },
  };

  function list(type: string) {
    return { type: "array", items: { type } };
  }

  it("finds nothing in what is the same, or only more, or takes Outputs besides", () => {
    const plain = { resources: { a: { inputProperties: { b: { type: "string", plain: true } } } } };
    const input = { resources: { a: { inputProperties: { b: { type: "string" } } } } };
    expect(findBreakingChanges(plain, input)).toEqual([]);
    const after = structuredClone(before);
    Object.assign(after.resources["a:index:A"]?.inputProperties ?? {}, { more: list("string") });
    after.types?.["a:index:Mode"]?.enum?.push({ value: "Three" });
    after.resources["a:index:B"] = {};
    expect(findBreakingChanges(before, before)).toEqual([]);
    expect(findBreakingChanges(before, after)).toEqual([]);
  });

  it("finds each thing that a program may have used and that is gone, other, or needed now", () => {
    const after: ProgramSchema = {
      resources: {
        "a:index:A": {
          inputProperties: { name: { type: "string", plain: true }, tags: list("number") },
          requiredInputs: ["name", "tags"],
          properties: {},
        },
      },
      types: {
        "a:index:Mode": { enum: [{ value: "One" }] },
        "a:index:Args": { properties: {}, required: ["host"] },
      },
    };
    expect(findBreakingChanges(before, after)).toEqual([
      "the input of 'a:index:A' 'name' was string and is plain string",
      "the input of 'a:index:A' 'tags' was list of string and is list of number",
      "the input of 'a:index:A' 'tags' must be given",
      "the output of 'a:index:A' 'url' is gone",
      "the value 'Two' of 'a:index:Mode' is gone",
      "the member of 'a:index:Args' 'port' is gone",
      "the member of 'a:index:Args' 'host' must be given",
    ]);
    expect(findBreakingChanges(before, { resources: {} })).toEqual([
      "the component 'a:index:A' is gone",
      "the type 'a:index:Mode' is gone",
      "the type 'a:index:Args' is gone",
    ]);
  });
});
