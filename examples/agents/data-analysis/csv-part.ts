import type { TaskPart } from "@berth/agent-runtime";
import { startsLikeATable } from "./csv-format.ts";
import { UnusableTable } from "./unusable-table.ts";

/** The largest table that is read, in bytes. */
export const MAX_TABLE_BYTES = 5 * 1024 * 1024;

/** A table as text, and what to call it. */
export interface CsvText {
  name: string;
  text: string;
}

const MEDIA_TYPES = ["text/csv", "application/csv", "text/tab-separated-values"];
const FILE_ENDINGS = [".csv", ".tsv"];
const UNNAMED = "the table";

const FENCED_TABLE = /^```(?:csv|tsv)[^\S\n]*\n(.*?)^```/ms;

/**
 * Finds the one table in a message: a part that says it is one, else a table within the text.
 *
 * @throws UnusableTable when there is none, more than one, or one that cannot be read as text.
 */
export function findCsv(parts: readonly TaskPart[]): CsvText {
  const files = parts.filter(isCsv);
  if (files.length > 1) {
    throw new UnusableTable(
      `Send one table in a message: this one has ${files.length} (${files.map(toName).join(", ")}).`,
    );
  }
  const csv = files[0] === undefined ? findWithinText(parts) : readPart(files[0]);
  if (csv === undefined) {
    throw new UnusableTable(toMissingMessage(parts));
  }
  const size = Buffer.byteLength(csv.text);
  if (size > MAX_TABLE_BYTES) {
    throw new UnusableTable(
      `${csv.name} has ${size} bytes and must have at most ${MAX_TABLE_BYTES}. Send fewer rows or columns.`,
    );
  }
  return csv;
}

function isCsv({ mediaType, filename = "", data }: TaskPart): boolean {
  if (data !== undefined) {
    return false;
  }
  return (
    MEDIA_TYPES.includes(toEssence(mediaType)) ||
    FILE_ENDINGS.some((ending) => filename.toLowerCase().endsWith(ending))
  );
}

function readPart(part: TaskPart): CsvText {
  const name = toName(part);
  if (part.url !== undefined) {
    throw new UnusableTable(
      `${name} is an address (${part.url}), and this agent fetches nothing. Send the file itself.`,
    );
  }
  return { name, text: part.text ?? decode(part.raw ?? new Uint8Array(), part, name) };
}

/** Bytes as text, in the charset of the media type (RFC 7111: UTF-8 unless it names another). */
function decode(raw: Uint8Array, { mediaType = "" }: TaskPart, name: string): string {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(mediaType)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset, { fatal: true }).decode(raw);
  } catch {
    throw new UnusableTable(
      `${name} is not text in the charset '${charset}'. ` +
        "Save it as UTF-8, or name its charset in the media type, such as 'text/csv; charset=windows-1252'.",
    );
  }
}

/** A table between fences, or a text that is a table from its start or from its second paragraph. */
function findWithinText(parts: readonly TaskPart[]): CsvText | undefined {
  for (const { text } of parts) {
    if (text !== undefined) {
      const [, fenced] = FENCED_TABLE.exec(text) ?? [];
      const [, below] = /\n[^\S\n]*\n(.*)$/s.exec(text) ?? [];
      const found = fenced ?? [text, below].find((it) => it !== undefined && startsLikeATable(it));
      if (found !== undefined) {
        return { name: UNNAMED, text: found };
      }
    }
  }
  return undefined;
}

function toMissingMessage(parts: readonly TaskPart[]): string {
  const others = parts.filter(({ text }) => text === undefined).map(toName);
  return (
    "This agent needs a table, and the message has none. Attach a CSV file (media type text/csv or " +
    "a name that ends in .csv), or write the table into the text below a line with ```csv." +
    (others.length === 0 ? "" : ` Attached was: ${others.join(", ")}.`)
  );
}

function toName({ filename, mediaType }: TaskPart): string {
  return filename ?? (isCsv({ mediaType }) ? UNNAMED : `a part of type ${toEssence(mediaType)}`);
}

/** A media type without its parameters (RFC 9110, section 8.3.1). */
function toEssence(mediaType = "application/octet-stream"): string {
  return mediaType.split(";", 1).join("").trim().toLowerCase();
}
