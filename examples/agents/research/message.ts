import type { TaskMessage, TaskPart } from "@berth/agent-runtime";

/** What a caller wants to know, and the table to look at. */
export interface Request {
  /** Empty where the caller asks nothing in particular. */
  question: string;
  /** The files that were sent last. None so far where there are no entries. */
  files: readonly TaskPart[];
}

/** Reads the messages of a task, oldest first: question and table may come one after the other. */
export function readRequest(messages: readonly TaskMessage[]): Request {
  const parts = messages.filter(({ role }) => role === "user").map((message) => message.parts);
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
