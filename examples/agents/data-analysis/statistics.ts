import { max, mean, min, sampleStandardDeviation, sum } from "simple-statistics";
import { type Correlation, findStrongestCorrelation, type NumberValues } from "./correlation.ts";
import { isMissingNumber, isNumber } from "./numbers.ts";
import type { Column, Table } from "./table.ts";

/** What there is to say about a table. It is sent as JSON: a change of it is noticed by callers. */
export interface TableStatistics {
  rows: number;
  columns: ColumnStatistics[];
  /** The two columns of numbers that go together most. Null where no two do. */
  strongestCorrelation: Correlation | null;
}

/** What there is to say about one column. */
export type ColumnStatistics = NumberStatistics | TextStatistics;

/** A column in which each value is a number or missing. */
export interface NumberStatistics {
  name: string;
  kind: "number";
  count: number;
  missing: number;
  sum: number;
  mean: number;
  /** Of a sample (divided by the count less one). Null for a single value. */
  standardDeviation: number | null;
  min: number;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  max: number;
}

/** Any other column. One without a value is one of text. */
export interface TextStatistics {
  name: string;
  kind: "text";
  count: number;
  missing: number;
  distinct: number;
  /** The most frequent values, at most five, the first to appear first among equals. */
  mostFrequent: ValueCount[];
  /** What kept a column that is mostly numbers from being one, at most five. Empty elsewhere. */
  notNumbers: ValueAtLine[];
}

/** A value and how often it is there. */
export interface ValueCount {
  value: string;
  count: number;
}

/** A value and where it is. */
export interface ValueAtLine {
  value: string;
  line: number;
}

const SHOWN_VALUES = 5;

/**
 * Computes the statistics of a table.
 *
 * @param signal ends the work, which takes a few turns of the event loop for a large table.
 */
export async function computeStatistics(
  { columns, lines }: Table,
  signal: AbortSignal,
): Promise<TableStatistics> {
  const numbers = columns.filter(isNumberColumn).map(toValues);
  return {
    rows: lines.length,
    columns: columns.map((column) =>
      isNumberColumn(column) ? describeNumbers(column) : describeText(column, lines),
    ),
    strongestCorrelation: await findStrongestCorrelation(numbers, signal),
  };
}

function isNumberColumn({ values }: Column): boolean {
  return (
    values.some(isNumber) && values.every((value) => isNumber(value) || isMissingNumber(value))
  );
}

function toValues({ name, values }: Column): NumberValues {
  return { name, values: values.map((value) => (isNumber(value) ? Number(value) : undefined)) };
}

function describeNumbers({ name, values }: Column): NumberStatistics {
  const sorted = values
    .filter(isNumber)
    .map(Number)
    .sort((a, b) => a - b);
  return {
    name,
    kind: "number",
    count: sorted.length,
    missing: values.length - sorted.length,
    sum: sum(sorted),
    mean: mean(sorted),
    standardDeviation: sorted.length > 1 ? sampleStandardDeviation(sorted) : null,
    min: min(sorted),
    lowerQuartile: toQuantile(sorted, 0.25),
    median: toQuantile(sorted, 0.5),
    upperQuartile: toQuantile(sorted, 0.75),
    max: max(sorted),
  };
}

/**
 * The quantile of sorted numbers, between two of them in proportion.
 *
 * That is what spreadsheets (QUARTILE.INC), R and pandas do. The quantiles of simple-statistics are
 * values of the sample, and would differ from what a reader checks them with.
 */
function toQuantile(sorted: readonly number[], fraction: number): number {
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  // Rounding must not carry the quantile beyond the greater one.
  return Math.min(above, below + (above - below) * (position % 1));
}

function describeText({ name, values }: Column, lines: readonly number[]): TextStatistics {
  const present = values.filter((value) => value !== "");
  const counts = new Map<string, number>();
  for (const value of present) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const isMostlyNumbers = present.filter(isNumber).length * 2 > present.length;
  return {
    name,
    kind: "text",
    count: present.length,
    missing: values.length - present.length,
    distinct: counts.size,
    mostFrequent: [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, SHOWN_VALUES),
    notNumbers: isMostlyNumbers ? findOthers(values, lines) : [],
  };
}

function findOthers(values: readonly string[], lines: readonly number[]): ValueAtLine[] {
  return values
    .map((value, index) => ({ value, line: lines[index] ?? 0 }))
    .filter(({ value }) => !isNumber(value) && !isMissingNumber(value))
    .slice(0, SHOWN_VALUES);
}
