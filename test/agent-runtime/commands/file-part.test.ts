import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFilePart } from "../../../agent-runtime/src/commands/file-part.ts";
import { createFolder } from "../process/runtime-process.ts";

describe("a file that is sent along", () => {
  it.each([
    ["a.csv", "text/csv"],
    ["a.CSV", "text/csv"],
    ["a.json", "application/json"],
    ["a.txt", "text/plain"],
    ["a.md", "text/markdown"],
    ["a.diff", "text/x-diff"],
    ["a.patch", "text/x-diff"],
    ["a.bin", "application/octet-stream"],
    ["Makefile", "application/octet-stream"],
  ])("is byte by byte what it was, and %s is %s", (filename, mediaType) => {
    const path = join(createFolder(), filename);
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0, 255]);
    writeFileSync(path, bytes);
    expect(readFilePart(path)).toEqual({ raw: bytes, filename, mediaType });
  });

  it("must be there", () => {
    expect(() => readFilePart("/nonexistent/a.csv")).toThrow(
      /^'--file' \(\/nonexistent\/a\.csv\) must be a file that can be read: Error: ENOENT/,
    );
  });
});
