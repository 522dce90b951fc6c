import fc from "fast-check";
import { expect, test } from "vitest";
import { isSameQuantity, toQuantityValue } from "./quantity.ts";

test.each([
  ["0.01", "10m"],
  ["1024Mi", "1Gi"],
  ["1.5Gi", "1536Mi"],
  [1, "1000m"],
  ["1e3", "1k"],
])("%s is the same quantity as %s", (a, b) => {
  expect(isSameQuantity(a, b)).toBe(true);
});

test("what is no quantity is no number", () => {
  for (const text of ["", "ten", "1 Gi", "1gi", null, true]) {
    expect(toQuantityValue(text)).toBeUndefined();
  }
  expect(isSameQuantity("10m", "11m")).toBe(false);
});

test("milli and whole units agree on every number", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), (milli) => {
      expect(isSameQuantity(`${milli}m`, String(milli / 1000))).toBe(true);
    }),
  );
});
