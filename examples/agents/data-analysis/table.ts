import { setImmediate as nextTurn } from "node:timers/promises";
import { Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { CSV_OPTIONS, findDelimiter } from "./csv-format.ts";
import type { CsvText } from "./csv-part.ts";
import { isNumber } from "./numbers.ts";
import { UnusableTable } from "./unusable-table.ts";

/** The most rows that are read. */
export const MAX_ROWS = 200_000;

/** The most columns that are read: correlations are searched for in all pairs of them. */
export const MAX_COLUMNS = 50;

/** A table, column by column. */
export interface Table {
  name: string;
  columns: Column[];
  /** The line of the file that each row ends on. */
  lines: number[];
}

/** One column of a table: a text for each row, empty where the value is missing. */
export interface Column {
  name: string;
  values: string[];
}

interface ParsedRecord {
  record: string[];
  info: Info;
}

const CHUNK_BYTES = 64 * 1024;

/** How many faults of one kind a message shows. */
const SHOWN_FAULTS = 5;

/**
 * Reads a table whose first line names its columns.
 *
 * @param signal ends the reading, which takes a few turns of the event loop for a large table.
 * @throws UnusableTable when the text is not such a table, with all lines of a wrong width at once.
 */
export async function readTable({ name, text }: CsvText, signal: AbortSignal): Promise<Table> {
  let header: string[] | undefined;
  const columns: string[][] = [];
  const lines: number[] = [];
  const uneven: string[] = [];
  try {
    for await (const { record, info } of readRecords(text, signal)) {
      if (header === undefined) {
        header = checkHeader(record, name);
        columns.push(...header.map(() => []));
      } else if (record.length !== header.length) {
        uneven.push(`line ${info.lines} has ${record.length}`);
      } else {
        record.forEach((value, index) => columns[index]?.push(value));
        lines.push(info.lines);
      }
      if (lines.length > MAX_ROWS) {
        throw new UnusableTable(`${name} must have at most ${MAX_ROWS} rows. Send fewer of them.`);
      }
    }
  } catch (error) {
    throw error instanceof CsvError ? new UnusableTable(toQuoteMessage(error, name)) : error;
  }
  if (header === undefined) {
    throw new UnusableTable(`${name} is empty. Send a line with the names of columns, then rows.`);
  }
  if (uneven.length > 0) {
    throw new UnusableTable(toUnevenMessage(uneven, header.length, name));
  }
  if (lines.length === 0) {
    throw new UnusableTable(
      `${name} has a line with the names of columns and no rows below it. Send at least one row.`,
    );
  }
  return {
    name,
    columns: header.map((column, index) => ({ name: column, values: columns[index] ?? [] })),
    lines,
  };
}

function readRecords(text: string, signal: AbortSignal): AsyncIterable<ParsedRecord> {
  const parser = parse({
    ...CSV_OPTIONS,
    delimiter: findDelimiter(text),
    relax_column_count: true,
    info: true,
  });
  const bytes = Readable.from(slice(Buffer.from(text), signal));
  return bytes.compose(parser, { signal }) as AsyncIterable<ParsedRecord>;
}

/** Bytes in chunks, with other work of the process between them. */
async function* slice(bytes: Buffer, signal: AbortSignal): AsyncIterable<Buffer> {
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    await nextTurn(undefined, { signal });
    yield bytes.subarray(start, start + CHUNK_BYTES);
  }
}

/** The names of the columns: one that has none is called by its place. */
function checkHeader(record: readonly string[], name: string): string[] {
  if (record.length > MAX_COLUMNS) {
    throw new UnusableTable(
      `${name} has ${record.length} columns and must have at most ${MAX_COLUMNS}. Send fewer of them.`,
    );
  }
  if (record.every(isNumber)) {
    throw new UnusableTable(
      `The first line of ${name} must name the columns, and has numbers alone (${record.join(", ")}). Put a line with names above it.`,
    );
  }
  const header = record.map((column, index) => column || `column ${index + 1}`);
  const repeated = new Set(header.filter((column, index) => header.indexOf(column) !== index));
  if (repeated.size > 0) {
    throw new UnusableTable(
      `The columns of ${name} must have names of their own, and there is more than one of: ${[...repeated].join(", ")}. Rename them.`,
    );
  }
  return header;
}

function toUnevenMessage(uneven: readonly string[], width: number, name: string): string {
  const rest = uneven.length - SHOWN_FAULTS;
  return (
    `Each line of ${name} must have as many fields as the first one, which has ${width}: ` +
    `${uneven.slice(0, SHOWN_FAULTS).join(", ")}${rest > 0 ? `, and ${rest} more` : ""}. ` +
    "Put a field with a delimiter in it in double quotes."
  );
}

function toQuoteMessage({ code, lines }: CsvError, name: string): string {
  const line = typeof lines === "number" ? ` ${lines}` : "";
  switch (code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return `A double quote in ${name} is never closed. Close it, or double it where it belongs to the text.`;
    case "INVALID_OPENING_QUOTE":
      return `Line${line} of ${name} has a double quote within a field that does not start with one. Put the field in double quotes and double those in it.`;
    case "CSV_INVALID_CLOSING_QUOTE":
    case "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE":
      return `Line${line} of ${name} has text behind a closing double quote. Double the quotes that belong to the text.`;
    default:
      return `Line${line} of ${name} is not CSV (${code}).`;
  }
}
