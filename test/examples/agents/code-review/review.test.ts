import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type ChangedFile,
  readChangedFiles,
} from "../../../../examples/agents/code-review/changed-files.ts";
import { summarize, writeReport } from "../../../../examples/agents/code-review/report.ts";
import {
  MAX_FINDINGS,
  MAX_UNTESTED_LINES,
  review,
} from "../../../../examples/agents/code-review/review.ts";
import { ROOT_FOLDER } from "../../../runner/layout.ts";

function toFile(path: string, texts: readonly string[]): ChangedFile {
  return { path, added: texts.map((text, index) => ({ line: index + 1, text })), removedLines: 1 };
}

function repeat(text: string, times: number): string[] {
  return Array.from({ length: times }, () => text);
}

const SAMPLE = readFileSync(join(ROOT_FOLDER, "examples/agents/code-review/change.diff"), "utf8");

describe("the review of the sample", () => {
  const result = review(readChangedFiles(SAMPLE));

  it("finds each fault at its place", () => {
    expect(result).toEqual({
      verdict: "request-changes",
      files: 3,
      addedLines: 10,
      removedLines: 2,
      findings: [
        {
          file: "src/orders.ts",
          line: 5,
          rule: "secret",
          severity: "error",
          message:
            "This looks like a secret in plain text. Read it from the environment, and revoke it if it is real.",
        },
        {
          file: "src/orders.ts",
          line: 13,
          rule: "debug-output",
          severity: "warning",
          message: "Debug output is left over here. Remove it, or use the log.",
        },
        {
          file: "src/orders.ts",
          line: 14,
          rule: "todo-without-owner",
          severity: "warning",
          message: "Nobody is asked to do this. Name an owner, TODO(name), or link an issue.",
        },
        {
          file: "src/orders.ts",
          line: 19,
          rule: "long-line",
          severity: "warning",
          message: "The line has 123 characters and should have at most 120. Break it.",
        },
        {
          file: "test/orders.test.ts",
          line: 4,
          rule: "disabled-test",
          severity: "warning",
          message: "This test does not run. Mend it or delete it.",
        },
      ],
      omittedFindings: 0,
    });
  });

  it("is a table for people", () => {
    const report = writeReport(result).split("\n");
    expect(report.slice(0, 5)).toEqual([
      "**request-changes**: 5 findings (3 files, 10 lines added, 2 removed).",
      "",
      "| where | rule | finding |",
      "| --- | --- | --- |",
      "| src/orders.ts:5 | secret (error) | This looks like a secret in plain text. Read it from the environment, and revoke it if it is real. |",
    ]);
    expect(summarize(result)).toBe(
      "request-changes: 5 findings (3 files, 10 lines added, 2 removed).",
    );
  });
});

describe("review", () => {
  it("approves a change without findings", () => {
    const result = review([toFile("a.ts", ["const a = 1;"])]);
    expect(result).toEqual({
      verdict: "approve",
      files: 1,
      addedLines: 1,
      removedLines: 1,
      findings: [],
      omittedFindings: 0,
    });
    expect(writeReport(result)).toBe(
      "**approve**: 0 findings (1 file, 1 line added, 1 removed).\n",
    );
  });

  it("comments on a change with warnings alone", () => {
    expect(review([toFile("a.ts", ["// TODO"])]).verdict).toBe("comment");
  });

  it.each([
    "package-lock.json",
    "go.sum",
    "dist/a.js",
    "src/vendor/a.go",
    "a.min.js",
    "Cargo.lock",
  ])("counts the lines of %s and does not read them", (path) => {
    const result = review([toFile(path, repeat("<<<<<<< HEAD", 2))]);
    expect(result).toMatchObject({ verdict: "approve", addedLines: 2 });
  });

  it("asks for a test once more code is added than may be without, at the file that grows most", () => {
    const small = toFile("small.ts", repeat("a();", 1));
    const large = toFile("large.py", repeat("a()", MAX_UNTESTED_LINES));
    const prose = toFile("README.md", repeat("a", 200));
    expect(review([large, prose]).findings).toEqual([]);
    const result = review([small, large]);
    expect(result.findings).toEqual([
      {
        file: "large.py",
        line: null,
        rule: "large-change-without-tests",
        severity: "warning",
        message:
          "The change adds 51 lines of code and touches no test. Add one that fails without it.",
      },
    ]);
    expect(writeReport(result)).toContain("| large.py | large-change-without-tests (warning) |");
  });

  it.each([
    "test/a.ts",
    "src/__tests__/a.js",
    "a.test.ts",
    "a_test.go",
    "test_a.py",
    "ATest.java",
    "spec/a.rb",
  ])("asks for no test when %s changes", (path) => {
    const code = toFile("a.ts", repeat("a();", MAX_UNTESTED_LINES + 1));
    expect(review([code, toFile(path, ["a"])]).findings).toEqual([]);
  });

  it("lists the first findings and counts the others", () => {
    const result = review([toFile("a.md", repeat("TODO", MAX_FINDINGS + 3))]);
    expect(result.findings).toHaveLength(MAX_FINDINGS);
    expect(result.omittedFindings).toBe(3);
    expect(writeReport(result)).toMatch(
      /^\*\*comment\*\*: 203 findings .*\n3 more are not listed\.\n$/s,
    );
  });
});
