import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { isPlainObject, readList, readMember } from "../../../sdk/src/agent/plain-object.ts";

describe("isPlainObject", () => {
  it.each([{}, { a: 1 }, Object.create(null) as unknown])("finds %s to be one", (value) => {
    expect(isPlainObject(value)).toBe(true);
  });

  it.each([undefined, null, "a", 5, [], new Map(), pulumi.output({}), Promise.resolve({})])(
    "finds %s to be none",
    (value) => {
      expect(isPlainObject(value)).toBe(false);
    },
  );
});

describe("readMember", () => {
  it("follows members and entries", () => {
    expect(readMember({ a: [{ b: 5 }] }, ["a", 0, "b"])).toBe(5);
    expect(readMember("a", [])).toBe("a");
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", { a: null }],
    ["a text", { a: "length" }],
    ["an Output, which has members of its own", { a: pulumi.output({ length: 5 }) }],
  ])("finds nothing within %s", (_, value) => {
    expect(readMember(value, ["a", "length"])).toBeUndefined();
  });
});

describe("readList", () => {
  it("finds a list, and an empty one where there is none", () => {
    expect(readList({ a: [1, 2] }, ["a"])).toEqual([1, 2]);
    expect(readList({ a: { length: 2 } }, ["a"])).toEqual([]);
    expect(readList({}, ["a"])).toEqual([]);
  });
});
