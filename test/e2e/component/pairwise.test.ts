import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coverPairs, listPairs, listRows } from "./pairwise.ts";

const factorsArbitrary = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 5 })
  .map((sizes) =>
    Object.fromEntries(
      sizes.map((size, index) => [
        `factor${index}`,
        Array.from({ length: size }, (_, value) => `value${value}`),
      ]),
    ),
  );

describe("listRows", () => {
  it("lists every combination once", () => {
    expect(listRows({ mode: ["a", "b"], scaling: ["no", "yes"] })).toEqual([
      { mode: "a", scaling: "no" },
      { mode: "a", scaling: "yes" },
      { mode: "b", scaling: "no" },
      { mode: "b", scaling: "yes" },
    ]);
  });
});

describe("listPairs", () => {
  it("names each two values of a row", () => {
    expect(listPairs({ mode: "a", scaling: "no", auth: "yes" })).toEqual([
      "mode=a scaling=no",
      "mode=a auth=yes",
      "scaling=no auth=yes",
    ]);
  });
});

describe("coverPairs", () => {
  it("chooses rows of those given only, with every pair that they have", () => {
    fc.assert(
      fc.property(factorsArbitrary, fc.integer({ min: 1, max: 4 }), (factors, step) => {
        // Leaving rows out stands for options that exclude each other.
        const rows = listRows(factors).filter((_, index) => index % step === 0);
        const chosen = coverPairs(rows);
        const toPairs = (some: typeof rows): Set<string> => new Set(some.flatMap(listPairs));
        expect(toPairs(chosen)).toEqual(toPairs(rows));
        expect(rows).toEqual(expect.arrayContaining(chosen));
      }),
    );
  });

  it("chooses few: four rows for seven factors of two values would not do, eight do", () => {
    const factors = Object.fromEntries(
      Array.from({ length: 7 }, (_, index) => [`factor${index}`, ["no", "yes"]]),
    );
    expect(coverPairs(listRows(factors)).length).toBeLessThanOrEqual(8);
  });
});
