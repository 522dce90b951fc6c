import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonObject } from "../testing/arbitraries.ts";
import { isSame, valueAt } from "../values/json.ts";
import { findChanges } from "./changes.ts";

test("equal inputs have no change", () => {
  fc.assert(
    fc.property(jsonObject, (inputs) => {
      expect(findChanges(inputs, structuredClone(inputs))).toEqual([]);
    }),
  );
});

test("different inputs have changes, and each is at a place where they differ", () => {
  fc.assert(
    fc.property(jsonObject, jsonObject, (olds, news) => {
      const changes = findChanges(olds, news);
      expect(changes.length > 0).toBe(!isSame(olds, news));
      for (const { path } of changes) {
        expect(isSame(valueAt(olds, ...path), valueAt(news, ...path))).toBe(false);
      }
    }),
  );
});

test("what one direction adds, the other deletes", () => {
  const inverse = { add: "delete", delete: "add", update: "update" };
  fc.assert(
    fc.property(jsonObject, jsonObject, (olds, news) => {
      const back = new Map(
        findChanges(news, olds).map(({ path, kind }) => [JSON.stringify(path), kind]),
      );
      for (const { path, kind } of findChanges(olds, news)) {
        expect(back.get(JSON.stringify(path))).toBe(inverse[kind]);
      }
    }),
  );
});

test("a change is told at its smallest place", () => {
  const olds = { spec: { ports: [{ port: 80 }], type: "ClusterIP" } };
  const news = { spec: { ports: [{ port: 81 }, { port: 82 }] } };
  expect(findChanges(olds, news)).toEqual([
    { path: ["spec", "ports", 0, "port"], kind: "update" },
    { path: ["spec", "ports", 1], kind: "add" },
    { path: ["spec", "type"], kind: "delete" },
  ]);
});
