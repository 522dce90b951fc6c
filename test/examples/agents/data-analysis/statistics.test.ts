import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  computeStatistics,
  type ColumnStatistics,
  type TableStatistics,
} from "../../../../examples/agents/data-analysis/statistics.ts";
import { readTable } from "../../../../examples/agents/data-analysis/table.ts";
import { ROOT_FOLDER } from "../../../runner/layout.ts";

const { signal } = new AbortController();

async function describeText(text: string): Promise<TableStatistics> {
  return await computeStatistics(await readTable({ name: "a.csv", text }, signal), signal);
}

async function describeColumn(...values: string[]): Promise<ColumnStatistics | undefined> {
  return (await describeText(`a\n${values.map((value) => `"${value}"\n`).join("")}`)).columns[0];
}

// What the module `statistics` of Python computes for the same numbers.
const SALES_UNITS = {
  name: "units",
  kind: "number",
  count: 11,
  missing: 1,
  sum: 79,
  mean: expect.closeTo(7.18181818181818, 12) as number,
  standardDeviation: expect.closeTo(6.64557268891375, 12) as number,
  min: -2,
  lowerQuartile: 3.5,
  median: 6,
  upperQuartile: 11,
  max: 20,
};

describe("computeStatistics", () => {
  it("computes what Python does for the sample", async () => {
    const text = readFileSync(join(ROOT_FOLDER, "examples/agents/research/sales.csv"), "utf8");
    expect(await describeText(text)).toEqual({
      rows: 12,
      columns: [
        {
          name: "date",
          kind: "text",
          count: 12,
          missing: 0,
          distinct: 7,
          mostFrequent: [
            { value: "2026-01-05", count: 2 },
            { value: "2026-01-12", count: 2 },
            { value: "2026-01-19", count: 2 },
            { value: "2026-02-02", count: 2 },
            { value: "2026-02-09", count: 2 },
          ],
          notNumbers: [],
        },
        {
          name: "region",
          kind: "text",
          count: 12,
          missing: 0,
          distinct: 4,
          mostFrequent: [
            { value: "North", count: 5 },
            { value: "South", count: 3 },
            { value: "West", count: 2 },
            { value: "East", count: 2 },
          ],
          notNumbers: [],
        },
        {
          name: "product",
          kind: "text",
          count: 12,
          missing: 0,
          distinct: 4,
          mostFrequent: [
            { value: "Chair", count: 4 },
            { value: "Lamp, desk", count: 3 },
            { value: "Desk, oak", count: 3 },
            { value: "Lamp, floor", count: 2 },
          ],
          notNumbers: [],
        },
        {
          name: "advertising",
          kind: "number",
          count: 11,
          missing: 1,
          sum: 794.5,
          mean: expect.closeTo(72.2272727272727, 12) as number,
          standardDeviation: expect.closeTo(58.612867032915, 11) as number,
          min: 0,
          lowerQuartile: 37.75,
          median: 60,
          upperQuartile: 107.5,
          max: 188,
        },
        SALES_UNITS,
        {
          name: "revenue",
          kind: "number",
          count: 11,
          missing: 1,
          sum: 5267,
          mean: expect.closeTo(478.818181818182, 11) as number,
          standardDeviation: expect.closeTo(479.741976104201, 11) as number,
          min: -310,
          lowerQuartile: 305,
          median: 440,
          upperQuartile: 648,
          max: 1495,
        },
        {
          name: "note",
          kind: "text",
          count: 7,
          missing: 5,
          distinct: 7,
          mostFrequent: [
            { value: "first order of the year", count: 1 },
            { value: 'says "deliver late"', count: 1 },
            { value: "two came back", count: 1 },
            { value: "units not counted yet", count: 1 },
            { value: "bill for advertising is missing", count: 1 },
          ],
          notNumbers: [],
        },
      ],
      strongestCorrelation: {
        columns: ["advertising", "units"],
        coefficient: expect.closeTo(0.996536064194541, 12) as number,
        rows: 10,
      },
    });
  });

  it("has no standard deviation for a single number", async () => {
    expect(await describeColumn("-2.5e1")).toEqual({
      name: "a",
      kind: "number",
      count: 1,
      missing: 0,
      sum: -25,
      mean: -25,
      standardDeviation: null,
      min: -25,
      lowerQuartile: -25,
      median: -25,
      upperQuartile: -25,
      max: -25,
    });
  });

  it("takes NA and its like for missing in a column of numbers", async () => {
    expect(await describeColumn("1", "NA", "n/a", "NaN", "null", "", "3")).toMatchObject({
      kind: "number",
      count: 2,
      missing: 5,
      mean: 2,
    });
  });

  it("takes NA for a value in a column of text", async () => {
    expect(await describeColumn("EU", "NA", "NA", "")).toEqual({
      name: "a",
      kind: "text",
      count: 3,
      missing: 1,
      distinct: 2,
      mostFrequent: [
        { value: "NA", count: 2 },
        { value: "EU", count: 1 },
      ],
      notNumbers: [],
    });
  });

  it("names what keeps a column from being one of numbers, with its line", async () => {
    expect(await describeColumn("1", "1,200", "3", "NA", "4", "1e999", "5")).toMatchObject({
      kind: "text",
      notNumbers: [
        { value: "1,200", line: 3 },
        { value: "1e999", line: 7 },
      ],
    });
  });

  it("names nothing of the kind where numbers are the exception", async () => {
    expect(await describeColumn("1", "b", "c", "d")).toMatchObject({ notNumbers: [] });
  });

  it.each(["0x10", "1_000", "Infinity", "1 2", "--1", "."])(
    "does not read %s as a number",
    async (value) => {
      expect(await describeColumn(value)).toMatchObject({ kind: "text" });
    },
  );

  it("counts a column without values as one of text", async () => {
    expect((await describeText("a,b\n1,\n2,\n")).columns[1]).toEqual({
      name: "b",
      kind: "text",
      count: 0,
      missing: 2,
      distinct: 0,
      mostFrequent: [],
      notNumbers: [],
    });
  });

  it.each([
    ["columns of text alone", "a,b\nx,y\nx,y\nx,y\n"],
    ["fewer than three rows in common", "a,b\n1,1\n2,3\n3,\n"],
    ["differences whose squares are zero", "a,b\n1e-200,1\n2e-200,2\n3e-200,3\n"],
    ["a column that never changes", "a,b\n1,0.1\n2,0.1\n3,0.1\n"],
  ])("finds no correlation in %s", async (_, text) => {
    expect((await describeText(text)).strongestCorrelation).toBeNull();
  });

  it("finds the strongest correlation also where it is negative", async () => {
    const text = "a,b,c\n1,1,-1\n2,3,-2\n3,2,-3\n4,4,-4\n";
    expect((await describeText(text)).strongestCorrelation).toEqual({
      columns: ["a", "c"],
      coefficient: -1,
      rows: 4,
    });
  });

  it("keeps every figure of any numbers finite and in order", async () => {
    const number = fc.double({ noNaN: true, min: -1e100, max: 1e100 });
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1 }), async (numbers) => {
        const column = await describeColumn(...numbers.map(String));
        expect(column).toMatchObject({ kind: "number", count: numbers.length });
        if (column?.kind === "number") {
          const { min, lowerQuartile, median, upperQuartile, max, mean, sum } = column;
          const ordered = [min, lowerQuartile, median, upperQuartile, max];
          expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
          expect([mean, sum, column.standardDeviation ?? 0].every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });
});
