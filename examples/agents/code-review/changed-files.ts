import parseDiff from "parse-diff";
import { UnusableDiff } from "./unusable-diff.ts";

/** What a diff does to one file. */
export interface ChangedFile {
  path: string;
  added: AddedLine[];
  removedLines: number;
}

/** A line that a diff adds. */
export interface AddedLine {
  /** Its number in the new file. */
  line: number;
  text: string;
}

const NO_FILE = "/dev/null";
const NO_NEWLINE = "\\ No newline at end of file";

/**
 * Reads a unified diff, such as git diff prints.
 *
 * Files that are moved, deleted or binary have no added lines.
 *
 * @throws UnusableDiff when the text is no such diff or is not whole.
 */
export function readChangedFiles(diff: string): ChangedFile[] {
  if (/^@@@+ /m.test(diff)) {
    throw new UnusableDiff(
      "This is the combined diff of a merge (@@@). Send one against a single parent, such as git diff main...HEAD.",
    );
  }
  const files = parseDiff(diff);
  if (files.every((file) => toPath(file) === undefined && file.chunks.length === 0)) {
    throw new UnusableDiff(
      "The text is no unified diff: it has no file with changes. Send the output of git diff.",
    );
  }
  const faults = files.flatMap(findFaults);
  if (faults.length > 0) {
    throw new UnusableDiff(
      `${faults.join("\n")}\nThe diff is cut off or was edited. Send it as git diff prints it.`,
    );
  }
  return files.map(toChangedFile);
}

/** The parser takes what it can get: a hunk that is cut off would pass as a small change. */
function findFaults(file: parseDiff.File): string[] {
  const path = toPath(file);
  if (path === undefined) {
    return ["There are changes before the first name of a file (a line that starts with '+++')."];
  }
  return file.chunks.flatMap(({ content, changes, oldLines, newLines }) => {
    const lines = changes.filter((change) => change.content !== NO_NEWLINE);
    const old = lines.filter(({ type }) => type !== "add").length;
    const now = lines.filter(({ type }) => type !== "del").length;
    return old === oldLines && now === newLines
      ? []
      : [
          `'${content}' of ${path} must have ${oldLines} old and ${newLines} new lines, and has ${old} and ${now}.`,
        ];
  });
}

function toChangedFile(file: parseDiff.File): ChangedFile {
  return {
    path: toPath(file) ?? "",
    added: file.chunks.flatMap(({ changes }) => changes.flatMap(toAddedLine)),
    removedLines: file.deletions,
  };
}

function toAddedLine(change: parseDiff.Change): AddedLine[] {
  return change.type === "add" && change.content !== NO_NEWLINE
    ? [{ line: change.ln, text: change.content.slice(1) }]
    : [];
}

function toPath({ from, to }: parseDiff.File): string | undefined {
  return to === NO_FILE ? from : to;
}
