import type {
  ColumnFigures,
  CorrelationFigures,
  Figures,
  NumberFigures,
  TextFigures,
} from "./figures.ts";

const NUMBERS = new Intl.NumberFormat("en-US", {
  useGrouping: false,
  maximumFractionDigits: 2,
  maximumSignificantDigits: 4,
  roundingPriority: "morePrecision",
});

/** From here on, a correlation is called one. */
const CLEAR_CORRELATION = 0.7;

/**
 * Writes a report in the pieces it is sent in.
 *
 * It tells of the columns that the question names, and of all when it names none.
 */
export function writeReport(
  name: string,
  question: string,
  { rows, columns, strongestCorrelation }: Figures,
): string[] {
  const named = columns.filter((column) => isNamed(column.name, question));
  const about = named.length > 0 ? ` The question is about ${named.map(toBold).join(", ")}.` : "";
  return [
    `# Report on ${name}\n\n`,
    `${toCount(rows, "row")} and ${toCount(columns.length, "column")}.${about}\n\n`,
    ...(named.length > 0 ? named : columns).map((column) => `- ${writeColumn(column)}\n`),
    `\n${writeCorrelation(strongestCorrelation)}\n\n`,
  ];
}

/** Whether a question names a column: as words of its own, in singular or plural. */
function isNamed(name: string, question: string): boolean {
  const words = toWords(name);
  return words !== "" && new RegExp(` ${words}(?:s|es)? `).test(` ${toWords(question)} `);
}

/** Letters and digits in lower case, with single spaces between words. */
function toWords(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function writeColumn(column: ColumnFigures): string {
  return column.kind === "number" ? writeNumbers(column) : writeTexts(column);
}

function writeNumbers(column: NumberFigures): string {
  const { sum, mean, min, lowerQuartile, median, upperQuartile, max } = column;
  return (
    `${toBold(column)} is ${format(mean)} on average (median ${format(median)}), ${format(sum)} in sum. ` +
    `It goes from ${format(min)} to ${format(max)}, in the middle half of the rows from ${format(lowerQuartile)} to ${format(upperQuartile)}.` +
    writeMissing(column)
  );
}

function writeTexts(column: TextFigures): string {
  const { count, distinct, mostFrequent } = column;
  const [first] = mostFrequent;
  if (first === undefined) {
    return `${toBold(column)} has no values.`;
  }
  const frequent =
    first.count === 1
      ? `${distinct} different values, each once.`
      : `${toCount(distinct, "different value")}. Most frequent is ${toQuoted(first.value)}, ${first.count} times of ${count}.`;
  return `${toBold(column)} has ${frequent}${writeMissing(column)}`;
}

function writeMissing({ missing }: ColumnFigures): string {
  return missing === 0
    ? ""
    : ` ${toCount(missing, "value")} ${missing === 1 ? "is" : "are"} missing.`;
}

function writeCorrelation(correlation: CorrelationFigures | null): string {
  if (correlation === null) {
    return "No two columns of numbers can be compared.";
  }
  const { columns, coefficient, rows } = correlation;
  const pair = columns.map((name) => toBold({ name })).join(" and ");
  const figures = `(correlation ${format(coefficient)} over ${toCount(rows, "row")})`;
  if (Math.abs(coefficient) < CLEAR_CORRELATION) {
    return `No two columns of numbers clearly go together: ${pair} come closest ${figures}.`;
  }
  const other = coefficient > 0 ? "so is the other" : "the other is low";
  return `${pair} go together: where one is high, ${other} ${figures}.`;
}

function format(number: number): string {
  return NUMBERS.format(number);
}

function toBold({ name }: { name: string }): string {
  return `**${toQuoted(name)}**`;
}

/** A text that ends neither a line nor an emphasis. */
function toQuoted(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*<>[\]]/g, "\\$&");
}

function toCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
