/**
 * How bad a finding is.
 *
 * - `ok`: as it should be.
 * - `skipped`: could not be looked at from here.
 * - `warning`: works, and will not always.
 * - `problem`: callers cannot use it, or tasks get lost.
 */
export type FindingLevel = "ok" | "skipped" | "warning" | "problem";

/** What a check has found. */
export interface Finding {
  level: FindingLevel;
  /** What is there, in one sentence. */
  what: string;
  /** What to do about it. */
  remedy?: string;
}

export function ok(what: string): Finding {
  return { level: "ok", what };
}

export function skipped(what: string, remedy?: string): Finding {
  return { level: "skipped", what, ...(remedy === undefined ? {} : { remedy }) };
}

export function warning(what: string, remedy: string): Finding {
  return { level: "warning", what, remedy };
}

export function problem(what: string, remedy: string): Finding {
  return { level: "problem", what, remedy };
}
