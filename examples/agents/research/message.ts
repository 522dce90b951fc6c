import type { TaskMessage, TaskPart } from "@berth/agent-runtime";

/** What a caller wants to know, and the table to look at. */
export interface Request {
  /** Empty where the caller asks nothing in particular. */
  question: string;
  /** The files that were sent last. None so far where there are no entries. */
  files: readonly TaskPart[];
}

const EMPTY_LINE = /\n[^\S\n]*\n/;
const DELIMITER = /[,;\t]/;

/** Reads the messages of a task, oldest first: question and table may come one after the other. */
export function readRequest(messages: readonly TaskMessage[]): Request {
  const parts = messages
    .filter(({ role }) => role === "user")
    .map((message) => message.parts.flatMap(splitText));
  return {
    question: parts.flat().flatMap(toQuestion).join("\n"),
    files:
      parts.map((message) => message.filter(isFile)).findLast(({ length }) => length > 0) ?? [],
  };
}

/** What the files are called. */
export function nameFiles(files: readonly TaskPart[]): string {
  return files.map(({ filename }) => filename ?? "the table").join(", ");
}

/** A text with a table below its first paragraph becomes two parts. */
function splitText(part: TaskPart): TaskPart[] {
  const { text = "" } = part;
  const gap = EMPTY_LINE.exec(text);
  if (isFile(part) || gap === null) {
    return [part];
  }
  const below = text.slice(gap.index + gap[0].length);
  const lines = below.split("\n", 2);
  const isTable = lines.length === 2 && lines.every((line) => DELIMITER.test(line));
  return isTable
    ? [{ text: text.slice(0, gap.index) }, { text: below, mediaType: "text/csv" }]
    : [part];
}

function toQuestion(part: TaskPart): string[] {
  return part.text === undefined || isFile(part) ? [] : [part.text];
}

/** Everything but plain text. Whether it is a table is for the peer to say, who reads it. */
function isFile({ text, mediaType, filename }: TaskPart): boolean {
  return (
    text === undefined ||
    filename !== undefined ||
    (mediaType !== undefined && !mediaType.startsWith("text/plain"))
  );
}
