import { describe, expect, it } from "vitest";
import type { Figures } from "../../../../examples/agents/research/figures.ts";
import { writeReport } from "../../../../examples/agents/research/report.ts";

const figures: Figures = {
  rows: 12,
  columns: [
    {
      name: "unit_price",
      kind: "number",
      count: 11,
      missing: 1,
      sum: 794.5,
      mean: 72.2272727,
      min: -2,
      lowerQuartile: 37.75,
      median: 60,
      upperQuartile: 107.5,
      max: 188,
    },
    {
      name: "region",
      kind: "text",
      count: 10,
      missing: 2,
      distinct: 4,
      mostFrequent: [{ value: "*North*\nWest", count: 5 }],
    },
    {
      name: "note",
      kind: "text",
      count: 7,
      missing: 0,
      distinct: 7,
      mostFrequent: [{ value: "first", count: 1 }],
    },
    { name: "empty", kind: "text", count: 0, missing: 12, distinct: 0, mostFrequent: [] },
  ],
  strongestCorrelation: { columns: ["unit_price", "units"], coefficient: 0.99654, rows: 10 },
};

const PRICE =
  "- **unit_price** is 72.23 on average (median 60), 794.5 in sum. It goes from -2 to 188, in the middle half of the rows from 37.75 to 107.5. 1 value is missing.\n";
const REGION =
  "- **region** has 4 different values. Most frequent is \\*North\\* West, 5 times of 10. 2 values are missing.\n";

describe("writeReport", () => {
  it("tells of every column when the question names none", () => {
    expect(writeReport("sales.csv", "What is in it?", figures)).toEqual([
      "# Report on sales.csv\n\n",
      "12 rows and 4 columns.\n\n",
      PRICE,
      REGION,
      "- **note** has 7 different values, each once.\n",
      "- **empty** has no values.\n",
      "\n**unit_price** and **units** go together: where one is high, so is the other (correlation 0.9965 over 10 rows).\n\n",
    ]);
  });

  it.each([
    ["in other letters and with other gaps", "Which Unit-Price is usual?", [PRICE]],
    ["in plural, at the end", "compare all regions", [REGION]],
    ["two of them", "unit price by region", [PRICE, REGION]],
  ])("tells of the columns that the question names %s", (_, question, expected) => {
    const report = writeReport("sales.csv", question, figures);
    expect(report.filter((text) => text.startsWith("- "))).toEqual(expected);
    expect(report[1]).toMatch(/ The question is about \*\*/);
  });

  it("does not find a column within another word", () => {
    const report = writeReport("sales.csv", "Any noteworthy regional offers?", figures);
    expect(report.filter((text) => text.startsWith("- "))).toHaveLength(4);
  });

  it.each([
    [
      -0.7,
      "**a** and **b** go together: where one is high, the other is low (correlation -0.7 over 3 rows).",
    ],
    [
      0.69,
      "No two columns of numbers clearly go together: **a** and **b** come closest (correlation 0.69 over 3 rows).",
    ],
  ])("says what a correlation of %d means", (coefficient, expected) => {
    const strongestCorrelation = { columns: ["a", "b"] as [string, string], coefficient, rows: 3 };
    const report = writeReport("a.csv", "", { ...figures, strongestCorrelation });
    expect(report.at(-1)).toBe(`\n${expected}\n\n`);
  });

  it("says that there is no correlation", () => {
    const report = writeReport("a.csv", "", { ...figures, strongestCorrelation: null });
    expect(report.at(-1)).toBe("\nNo two columns of numbers can be compared.\n\n");
  });
});
