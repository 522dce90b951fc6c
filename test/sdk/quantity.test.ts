import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exceeds, isQuantity } from "../../sdk/src/quantity.ts";

describe("isQuantity", () => {
  it.each(["0", "1", "0.5", "250m", "1k", "512Mi", "1.5Gi", "2E", "2Ei"])(
    "accepts '%s'",
    (text) => {
      expect(isQuantity(text)).toBe(true);
    },
  );

  it.each(["", "-1", "1.", ".5", "1 Gi", "1GB", "1K", "mi", "Gi", "1Gi\n", "a lot"])(
    "refuses '%s'",
    (text) => {
      expect(isQuantity(text)).toBe(false);
    },
  );
});

describe("exceeds", () => {
  it("knows every suffix: each is more than the one before", () => {
    const rising = ["1m", "1", "1k", "1Ki", "1M", "1Mi", "1G", "1Gi", "1T", "1Ti", "1P", "1Pi"];
    rising.push("1E", "1Ei");
    for (const [index, quantity] of rising.entries()) {
      expect(rising.map((other) => exceeds(other, quantity))).toEqual(
        rising.map((_, other) => other > index),
      );
    }
  });

  it.each([
    ["1000m", "1"],
    ["0.5", "500m"],
    ["1024Mi", "1Gi"],
    ["1024Ki", "1Mi"],
    ["1000k", "1M"],
    ["1.5Gi", "1536Mi"],
  ])("finds '%s' and '%s' equal", (one, other) => {
    expect([exceeds(one, other), exceeds(other, one)]).toEqual([false, false]);
  });

  it("compares amounts of one suffix as numbers", () => {
    const suffix = fc.constantFrom("", "m", "k", "Mi", "Gi");
    fc.assert(
      fc.property(fc.nat(), fc.nat(), suffix, (one, other, unit) => {
        expect(exceeds(`${one}${unit}`, `${other}${unit}`)).toBe(one > other);
      }),
    );
  });
});
