import type { Options } from "csv-parse";
import { parse } from "csv-parse/sync";

const DELIMITERS = [",", ";", "\t"];

/** What holds for every table, whatever its delimiter. */
export const CSV_OPTIONS = {
  record_delimiter: ["\r\n", "\n", "\r"],
  skip_empty_lines: true,
  trim: true,
} satisfies Options;

/** The delimiter that splits the first line into the most fields: comma, semicolon or tab. */
export function findDelimiter(text: string): string {
  const widths = DELIMITERS.map((delimiter) => readStart(text, delimiter, 1)[0]?.length ?? 0);
  return DELIMITERS[widths.indexOf(Math.max(...widths))] ?? ",";
}

/** Whether a text has the same number of fields, two or more, in its first two lines. */
export function startsLikeATable(text: string): boolean {
  const [header, row] = readStart(text, findDelimiter(text), 2);
  return header !== undefined && header.length > 1 && header.length === row?.length;
}

/** The first records. None where a quote is wrong: the reading of the whole table tells of it. */
function readStart(text: string, delimiter: string, to: number): string[][] {
  try {
    return parse(text, {
      ...CSV_OPTIONS,
      delimiter,
      to,
      relax_column_count: true,
    });
  } catch {
    return [];
  }
}
