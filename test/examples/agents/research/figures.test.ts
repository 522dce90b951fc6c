import { describe, expect, it } from "vitest";
import { isFigures } from "../../../../examples/agents/research/figures.ts";

const numbers = {
  name: "units",
  kind: "number",
  count: 1,
  missing: 0,
  sum: 1,
  mean: 1,
  min: 1,
  lowerQuartile: 1,
  median: 1,
  upperQuartile: 1,
  max: 1,
};

const texts = {
  name: "region",
  kind: "text",
  count: 1,
  missing: 0,
  distinct: 1,
  mostFrequent: [{ value: "North", count: 1 }],
};

const figures = {
  rows: 1,
  columns: [numbers, texts],
  strongestCorrelation: { columns: ["units", "price"], coefficient: 1, rows: 3 },
};

describe("isFigures", () => {
  it("passes over what it does not know", () => {
    expect(isFigures({ ...figures, columns: [{ ...numbers, skewness: 0 }], more: true })).toBe(
      true,
    );
    expect(isFigures({ ...figures, strongestCorrelation: null })).toBe(true);
  });

  it.each([
    ["a text", "figures"],
    ["nothing", undefined],
    ["no rows", { ...figures, rows: "1" }],
    ["no list of columns", { ...figures, columns: {} }],
    ["a column without a name", { ...figures, columns: [{ ...texts, name: undefined }] }],
    ["a column of a kind it does not know", { ...figures, columns: [{ ...texts, kind: "date" }] }],
    [
      "a column of numbers without a median",
      { ...figures, columns: [{ ...numbers, median: null }] },
    ],
    [
      "a column of text without counts",
      { ...figures, columns: [{ ...texts, mostFrequent: ["North"] }] },
    ],
    [
      "a correlation of one column",
      { ...figures, strongestCorrelation: { columns: ["a"], coefficient: 1, rows: 3 } },
    ],
    [
      "a correlation without a coefficient",
      { ...figures, strongestCorrelation: { columns: ["a", "b"], rows: 3 } },
    ],
  ])("does not take %s for figures", (_, data) => {
    expect(isFigures(data)).toBe(false);
  });
});
