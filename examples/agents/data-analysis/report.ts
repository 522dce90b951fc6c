import type {
  NumberStatistics,
  TableStatistics,
  TextStatistics,
  ValueAtLine,
  ValueCount,
} from "./statistics.ts";

const NUMBERS = new Intl.NumberFormat("en-US", {
  useGrouping: false,
  maximumFractionDigits: 2,
  maximumSignificantDigits: 4,
  roundingPriority: "morePrecision",
});

/** The longest text that a report quotes. */
const MAX_TEXT_LENGTH = 40;

/** Writes statistics as Markdown: a table for the numbers, one for the texts, and what stands out. */
export function writeReport(statistics: TableStatistics): string {
  const numbers = statistics.columns.filter((column) => column.kind === "number");
  const texts = statistics.columns.filter((column) => column.kind === "text");
  return [writeNumbers(numbers), writeTexts(texts), writeRemarks(statistics, texts)]
    .filter((section) => section !== "")
    .join("\n");
}

/** Tells in one line what is in a table. */
export function summarize(name: string, { rows, columns }: TableStatistics): string {
  const numbers = columns.filter(({ kind }) => kind === "number").length;
  const texts = columns.length - numbers;
  return `${toCount(rows, "row")}, ${toCount(numbers, "column")} of numbers and ${toCount(texts, "column")} of text in ${name}.`;
}

function writeNumbers(columns: readonly NumberStatistics[]): string {
  if (columns.length === 0) {
    return "No column has numbers alone.\n";
  }
  return writeTable(
    ["column", "count", "missing", "mean", "std dev", "min", "25 %", "median", "75 %", "max"],
    columns.map((column) => [
      toQuoted(column.name),
      `${column.count}`,
      `${column.missing}`,
      NUMBERS.format(column.mean),
      column.standardDeviation === null ? "" : NUMBERS.format(column.standardDeviation),
      NUMBERS.format(column.min),
      NUMBERS.format(column.lowerQuartile),
      NUMBERS.format(column.median),
      NUMBERS.format(column.upperQuartile),
      NUMBERS.format(column.max),
    ]),
  );
}

function writeTexts(columns: readonly TextStatistics[]): string {
  if (columns.length === 0) {
    return "";
  }
  return writeTable(
    ["column", "count", "missing", "distinct", "most frequent"],
    columns.map((column) => [
      toQuoted(column.name),
      `${column.count}`,
      `${column.missing}`,
      `${column.distinct}`,
      writeValueCounts(column.mostFrequent),
    ]),
  );
}

function writeValueCounts(values: readonly ValueCount[]): string {
  if (values.length > 1 && values.every(({ count }) => count === 1)) {
    return "each once";
  }
  return values.map(({ value, count }) => `${toQuoted(value)} (${count})`).join(", ");
}

function writeRemarks(
  { strongestCorrelation }: TableStatistics,
  texts: readonly TextStatistics[],
): string {
  const remarks = texts
    .filter(({ notNumbers }) => notNumbers.length > 0)
    .map(({ name, notNumbers }) => `${toQuoted(name)} counts as text: ${writeOthers(notNumbers)}.`);
  if (strongestCorrelation !== null) {
    const { columns, coefficient, rows } = strongestCorrelation;
    const [first, second] = columns.map(toQuoted);
    remarks.push(
      `Strongest correlation: ${first} and ${second}, ${NUMBERS.format(coefficient)} over ${toCount(rows, "row")}.`,
    );
  }
  return remarks.map((remark) => `${remark}\n`).join("\n");
}

function writeOthers(values: readonly ValueAtLine[]): string {
  const list = values.map(({ value, line }) => `${toQuoted(value)} in line ${line}`).join(", ");
  return `${list} ${values.length === 1 ? "is not a number" : "are not numbers"}`;
}

function writeTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = header.map(() => "---");
  return [header, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** A text that does not end a cell, a line or a page. */
function toQuoted(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  const short =
    line.length > MAX_TEXT_LENGTH ? `${line.slice(0, MAX_TEXT_LENGTH).trimEnd()}…` : line;
  // An underscore within a word is one.
  return short.replaceAll(/[\\|`*<>[\]]|(?<!\w)_|_(?!\w)/g, "\\$&");
}

function toCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
