import type { ChangedFile } from "./changed-files.ts";
import { findLanguage, isGenerated, isTestFile } from "./file-kinds.ts";
import { LINE_RULES, type Severity } from "./line-rules.ts";

/** What a diff comes to: `request-changes` with an error, `comment` with a warning. */
export type Verdict = "approve" | "comment" | "request-changes";

/** A review. It is sent as JSON: a change of it is noticed by callers. */
export interface Review {
  verdict: Verdict;
  files: number;
  addedLines: number;
  removedLines: number;
  /** By file and line. */
  findings: Finding[];
  /** How many findings more there are. */
  omittedFindings: number;
}

/** Where a rule is broken, and how to mend it. */
export interface Finding {
  file: string;
  /** The number of the line in the new file. Null where the finding is about the whole file. */
  line: number | null;
  rule: string;
  severity: Severity;
  message: string;
}

/** How many lines of code may be added without a change to a test. */
export const MAX_UNTESTED_LINES = 50;

/** How many findings a review lists. */
export const MAX_FINDINGS = 200;

/** Reviews the files of a diff by the rules. Generated files are counted and not read. */
export function review(files: readonly ChangedFile[]): Review {
  const written = files.filter(({ path }) => !isGenerated(path));
  const findings = [...written.flatMap(checkLines), ...checkTests(written)];
  return {
    verdict: toVerdict(findings),
    files: files.length,
    addedLines: sumOf(files.map(({ added }) => added.length)),
    removedLines: sumOf(files.map(({ removedLines }) => removedLines)),
    findings: findings.slice(0, MAX_FINDINGS),
    omittedFindings: Math.max(0, findings.length - MAX_FINDINGS),
  };
}

function checkLines({ path, added }: ChangedFile): Finding[] {
  return added.flatMap(({ line, text }) =>
    LINE_RULES.flatMap(({ id, severity, check }) => {
      const message = check(text, path);
      return message === undefined ? [] : [{ file: path, line, rule: id, severity, message }];
    }),
  );
}

/** One finding at most, at the file that grows most. */
function checkTests(files: readonly ChangedFile[]): Finding[] {
  if (files.some(({ path }) => isTestFile(path))) {
    return [];
  }
  const code = files
    .filter(({ path }) => findLanguage(path) !== undefined)
    .sort((a, b) => b.added.length - a.added.length);
  const addedLines = sumOf(code.map(({ added }) => added.length));
  if (code[0] === undefined || addedLines <= MAX_UNTESTED_LINES) {
    return [];
  }
  return [
    {
      file: code[0].path,
      line: null,
      rule: "large-change-without-tests",
      severity: "warning",
      message: `The change adds ${addedLines} lines of code and touches no test. Add one that fails without it.`,
    },
  ];
}

function toVerdict(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === "error")) {
    return "request-changes";
  }
  return findings.length > 0 ? "comment" : "approve";
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
