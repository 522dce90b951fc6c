import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonObject, jsonValue } from "../testing/arbitraries.ts";
import { isSame, stringsIn, valueAt } from "./json.ts";

test("a value is the same as its copy, and so is an object with a null more", () => {
  fc.assert(
    fc.property(jsonObject, (object) => {
      expect(isSame(object, structuredClone(object))).toBe(true);
      expect(isSame(object, { ...object, "another name": null })).toBe(true);
    }),
  );
});

test("sameness has no order", () => {
  fc.assert(
    fc.property(jsonValue, jsonValue, (a, b) => {
      expect(isSame(a, b)).toBe(isSame(b, a));
    }),
  );
});

test("an empty map is not the same as none: an empty selector selects everything", () => {
  expect(isSame([{ podSelector: {} }], [{ namespaceSelector: {} }])).toBe(false);
  expect(isSame({ ingress: [{}] }, { ingress: [] })).toBe(false);
});

test("a path that leaves the value ends in undefined, also at names every object inherits", () => {
  expect(valueAt({ a: [{ b: 1 }] }, "a", 0, "b")).toBe(1);
  expect(valueAt({ a: [{ b: 1 }] }, "a", 1, "b")).toBeUndefined();
  expect(valueAt({}, "constructor")).toBeUndefined();
});

test("strings are found at any depth", () => {
  expect(stringsIn({ a: ["x", { b: "y" }], c: 1 })).toEqual(["x", "y"]);
});
