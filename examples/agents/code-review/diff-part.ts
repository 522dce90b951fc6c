import type { TaskPart } from "@berth/agent-runtime";
import { UnusableDiff } from "./unusable-diff.ts";

/** The largest diff that is read, in bytes. */
export const MAX_DIFF_BYTES = 1024 * 1024;

const MEDIA_TYPES = ["text/x-diff", "text/x-patch", "text/diff", "text/patch"];
const FILE_ENDINGS = [".diff", ".patch"];
const UNNAMED = "the diff";

const FENCED_DIFF = /^```(?:diff|patch)[^\S\n]*\n(.*?)^```/ms;
const FIRST_LINE = /^(?:diff --git |diff --cc |--- \S)/m;

/**
 * Finds the one diff in a message: a part that says it is one, else a diff within the text.
 *
 * @throws UnusableDiff when there is none, more than one, or one that cannot be read as text.
 */
export function findDiff(parts: readonly TaskPart[]): string {
  const files = parts.filter(isDiff);
  if (files.length > 1) {
    throw new UnusableDiff(
      `Send one diff in a message: this one has ${files.length} (${files.map(toName).join(", ")}).`,
    );
  }
  const diff = files[0] === undefined ? findWithinText(parts) : readPart(files[0]);
  if (diff === undefined) {
    throw new UnusableDiff(
      "This agent needs a diff, and the message has none. Attach the output of git diff (media type " +
        "text/x-diff or a name that ends in .diff or .patch), or write it into the text.",
    );
  }
  const size = Buffer.byteLength(diff);
  if (size > MAX_DIFF_BYTES) {
    throw new UnusableDiff(
      `The diff has ${size} bytes and must have at most ${MAX_DIFF_BYTES}. Send a part of it, such as the output of git diff -- src.`,
    );
  }
  return diff.replaceAll("\r\n", "\n");
}

function isDiff({ mediaType = "", filename = "", data }: TaskPart): boolean {
  const [essence = ""] = mediaType.split(";", 1);
  return (
    data === undefined &&
    (MEDIA_TYPES.includes(essence.trim().toLowerCase()) ||
      FILE_ENDINGS.some((ending) => filename.toLowerCase().endsWith(ending)))
  );
}

function readPart(part: TaskPart): string {
  if (part.url !== undefined) {
    throw new UnusableDiff(
      `${toName(part)} is an address (${part.url}), and this agent fetches nothing. Send the file itself.`,
    );
  }
  // A diff may carry lines in any encoding: what is not UTF-8 is replaced, the rest is read.
  return part.text ?? new TextDecoder().decode(part.raw);
}

function findWithinText(parts: readonly TaskPart[]): string | undefined {
  for (const { text = "" } of parts) {
    const [, fenced] = FENCED_DIFF.exec(text) ?? [];
    const first = FIRST_LINE.exec(text);
    if (fenced !== undefined || first !== null) {
      return fenced ?? text.slice(first?.index);
    }
  }
  return undefined;
}

function toName({ filename }: TaskPart): string {
  return filename ?? UNNAMED;
}
