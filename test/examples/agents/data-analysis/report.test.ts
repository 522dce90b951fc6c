import { describe, expect, it } from "vitest";
import { summarize, writeReport } from "../../../../examples/agents/data-analysis/report.ts";
import type {
  NumberStatistics,
  TextStatistics,
} from "../../../../examples/agents/data-analysis/statistics.ts";

const units: NumberStatistics = {
  name: "units",
  kind: "number",
  count: 3,
  missing: 1,
  sum: 2_000_000.005,
  mean: 0.000123456,
  standardDeviation: 1234567.891,
  min: -2,
  lowerQuartile: 3.5,
  median: 6,
  upperQuartile: 11,
  max: 20,
};

const region: TextStatistics = {
  name: "region|_x_",
  kind: "text",
  count: 4,
  missing: 0,
  distinct: 2,
  mostFrequent: [
    { value: "North\nwest | unit_price", count: 3 },
    { value: "x".repeat(60), count: 1 },
  ],
  notNumbers: [],
};

describe("writeReport", () => {
  it("writes a table for numbers, one for texts, and what stands out", () => {
    const price: TextStatistics = {
      ...region,
      name: "price",
      mostFrequent: [
        { value: "1", count: 1 },
        { value: "n.a.", count: 1 },
      ],
      notNumbers: [{ value: "n.a.", line: 4 }],
    };
    const report = writeReport({
      rows: 4,
      columns: [units, region, price],
      strongestCorrelation: { columns: ["units", "sum_a"], coefficient: -0.98765432, rows: 1 },
    });
    expect(report)
      .toBe(`| column | count | missing | mean | std dev | min | 25 % | median | 75 % | max |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| units | 3 | 1 | 0.0001235 | 1234567.89 | -2 | 3.5 | 6 | 11 | 20 |

| column | count | missing | distinct | most frequent |
| --- | --- | --- | --- | --- |
| region\\|\\_x\\_ | 4 | 0 | 2 | North west \\| unit_price (3), ${"x".repeat(40)}… (1) |
| price | 4 | 0 | 2 | each once |

price counts as text: n.a. in line 4 is not a number.

Strongest correlation: units and sum_a, -0.9877 over 1 row.
`);
  });

  it("says so when no column has numbers", () => {
    expect(writeReport({ rows: 4, columns: [region], strongestCorrelation: null })).toMatch(
      /^No column has numbers alone\.\n\n\| column /,
    );
  });

  it("leaves the standard deviation of a single number out", () => {
    const single = { ...units, standardDeviation: null };
    expect(writeReport({ rows: 1, columns: [single], strongestCorrelation: null })).toContain(
      "| 0.0001235 |  | -2 |",
    );
  });
});

describe("summarize", () => {
  it("counts rows and columns", () => {
    expect(
      summarize("a.csv", { rows: 1, columns: [units, region], strongestCorrelation: null }),
    ).toBe("1 row, 1 column of numbers and 1 column of text in a.csv.");
  });
});
