import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyName } from "../testing/arbitraries.ts";
import { parseNotation, toNotation } from "./notation.ts";

test("every path comes back from its notation", () => {
  const path = fc.array(fc.oneof(propertyName, fc.nat(1000)), { minLength: 1 });
  fc.assert(
    fc.property(path, (steps) => {
      expect(parseNotation(toNotation(steps))).toEqual(steps);
    }),
  );
});

test("plain names have dots, others brackets and quotes", () => {
  expect(toNotation(["spec", "ports", 0, "port"])).toBe("spec.ports[0].port");
  expect(toNotation(["metadata", "labels", "a/b"])).toBe('metadata.labels["a/b"]');
  expect(toNotation(["data", 'say "hi"'])).toBe('data["say \\"hi\\""]');
});

test("a star is a step of its own", () => {
  expect(parseNotation("spec.containers[*].image")).toEqual(["spec", "containers", "*", "image"]);
});
