import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import type { TaskPart } from "../agent-task.js";

/** The media types of the files that people send to agents most. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".csv": "text/csv",
  ".diff": "text/x-diff",
  ".json": "application/json",
  ".md": "text/markdown",
  ".patch": "text/x-diff",
  ".txt": "text/plain",
};

/** The media type of a file that says nothing of itself (RFC 2046, section 4.5.1). */
const UNKNOWN_MEDIA_TYPE = "application/octet-stream";

/** A file could not be read. */
export class FilePartError extends Error {
  constructor(path: string, cause: unknown) {
    super(`'--file' (${path}) must be a file that can be read: ${String(cause)}`, { cause });
    this.name = "FilePartError";
  }
}

/**
 * Reads a file as a part, byte by byte, with the media type that its extension tells.
 *
 * @throws FilePartError.
 */
export function readFilePart(path: string): TaskPart {
  try {
    return {
      raw: readFileSync(path),
      filename: basename(path),
      mediaType: MEDIA_TYPES[extname(path).toLowerCase()] ?? UNKNOWN_MEDIA_TYPE,
    };
  } catch (error) {
    throw new FilePartError(path, error);
  }
}
