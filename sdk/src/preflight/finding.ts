/**
 * How bad a finding is.
 *
 * - `ok`: as it should be.
 * - `note`: nothing is wrong; what to give where it is wanted.
 * - `skipped`: could not be looked at with these rights.
 * - `warning`: works, and not with every choice.
 * - `problem`: stands in the way.
 */
export type FindingLevel = "ok" | "note" | "skipped" | "warning" | "problem";

/** Something to do, in words and, where there are, commands to copy. */
export interface Remedy {
  text: string;
  commands?: readonly string[];
}

/** What was found in the cluster. */
export interface Finding {
  level: FindingLevel;
  /** What is there, and what it means. */
  what: string;
  /** What to do: one of these. */
  remedies: readonly Remedy[];
}

/** Findings about one matter. */
export interface Section {
  title: string;
  findings: readonly Finding[];
}

/** Makes a finding. A text alone is a remedy without commands. */
export function toFinding(
  level: FindingLevel,
  what: string,
  ...remedies: readonly (string | Remedy)[]
): Finding {
  return {
    level,
    what,
    remedies: remedies.map((remedy) => (typeof remedy === "string" ? { text: remedy } : remedy)),
  };
}

/** Tells whether something stands in the way. */
export function hasProblem(sections: readonly Section[]): boolean {
  return sections.some(({ findings }) => findings.some(({ level }) => level === "problem"));
}
