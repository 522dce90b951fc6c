import { findLanguage, type Language } from "./file-kinds.ts";
import { findSecret } from "./secrets.ts";

/** How much a finding weighs: an error asks for a change, a warning is a remark. */
export type Severity = "error" | "warning";

/** What is looked for in each added line. */
export interface LineRule {
  id: string;
  severity: Severity;
  /** What is wrong with a line and how to mend it. Undefined when nothing is. */
  check: (text: string, path: string) => string | undefined;
}

/** The longest line of code that passes, in characters. */
const MAX_LINE_LENGTH = 120;

/** Longer lines are not written by people: only their length is looked at. */
const MAX_READ_LENGTH = 1000;

type Patterns = Partial<Record<Language, RegExp>>;

const DEBUG_OUTPUT: Patterns = {
  javascript: /\bconsole\.(?:log|debug|dir|trace)\(|^\s*debugger\b/,
  python: /\bbreakpoint\(\)|\bpdb\.set_trace\(|^\s*print\(/,
  go: /\bspew\.Dump\(|^\s*println\(/,
  java: /\bSystem\.out\.print|\.printStackTrace\(\)/,
  ruby: /\bbinding\.(?:pry|irb)\b|\bbyebug\b/,
  rust: /\bdbg!\(/,
  php: /\b(?:var_dump|print_r)\(/,
};

const DISABLED_TEST: Patterns = {
  javascript: /\b(?:it|test|describe|suite)\.skip\b|\bx(?:it|test|describe)\(/,
  python: /@(?:pytest\.mark|unittest)\.skip|\bpytest\.skip\(/,
  go: /\bt\.Skip(?:f|Now)?\(/,
  java: /@(?:Disabled|Ignore)\b/,
  ruby: /^\s*x(?:it|describe)\b/,
  rust: /^\s*#\[ignore/,
};

const FOCUSED_TEST: Patterns = {
  javascript: /\b(?:it|test|describe|suite)\.only\b|(?<![.\w])f(?:it|describe)\(/,
};

const SWALLOWED_ERROR: Patterns = {
  javascript: /\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}/,
  java: /\bcatch\s*\([^)]*\)\s*\{\s*\}/,
  python: /^\s*except\b[^:]*:\s*pass\b/,
};

/** Every rule for a single line, the heaviest first. */
export const LINE_RULES: readonly LineRule[] = [
  {
    id: "secret",
    severity: "error",
    check: checkSecret,
  },
  {
    id: "conflict-marker",
    severity: "error",
    check: toCheck(/^(?:<{7}|>{7})(?: |$)/, "A merge left its marker here. Resolve the conflict."),
  },
  {
    id: "focused-test",
    severity: "error",
    check: toLanguageCheck(FOCUSED_TEST, "Only this test runs, and all others do not. Unfocus it."),
  },
  {
    id: "disabled-test",
    severity: "warning",
    check: toLanguageCheck(DISABLED_TEST, "This test does not run. Mend it or delete it."),
  },
  {
    id: "swallowed-error",
    severity: "warning",
    check: toLanguageCheck(
      SWALLOWED_ERROR,
      "The error is dropped here. Handle it, or say in a comment why nothing is to be done.",
    ),
  },
  {
    id: "debug-output",
    severity: "warning",
    check: toLanguageCheck(
      DEBUG_OUTPUT,
      "Debug output is left over here. Remove it, or use the log.",
    ),
  },
  {
    id: "todo-without-owner",
    severity: "warning",
    check: toCheck(
      /\b(?:TODO|FIXME|XXX)\b(?!\s*\(\s*[^)\s])(?!.*(?:#\d|https?:))/,
      "Nobody is asked to do this. Name an owner, TODO(name), or link an issue.",
    ),
  },
  {
    id: "long-line",
    severity: "warning",
    check: checkLength,
  },
];

function checkSecret(text: string): string | undefined {
  const kind = findSecret(text);
  return kind === undefined
    ? undefined
    : `This looks like ${kind}. Read it from the environment, and revoke it if it is real.`;
}

function checkLength({ length }: string, path: string): string | undefined {
  return length > MAX_LINE_LENGTH && findLanguage(path) !== undefined
    ? `The line has ${length} characters and should have at most ${MAX_LINE_LENGTH}. Break it.`
    : undefined;
}

/** Lines that are too long to read pass. */
function toCheck(pattern: RegExp, message: string): LineRule["check"] {
  return (text) => (text.length <= MAX_READ_LENGTH && pattern.test(text) ? message : undefined);
}

function toLanguageCheck(patterns: Patterns, message: string): LineRule["check"] {
  return (text, path) => {
    const language = findLanguage(path);
    const pattern = language && patterns[language];
    return pattern && text.length <= MAX_READ_LENGTH && pattern.test(text) ? message : undefined;
  };
}
