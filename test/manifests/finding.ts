/** Something that a linter does not like about an object. */
export interface Finding {
  linter: Linter;
  /** The identifier of the rule, as the linter spells it. */
  rule: string;
  /** The kind of the object. */
  kind: string;
  /** The name of the object. */
  name: string;
  /** What the linter says. */
  message: string;
}

export type Linter = "kube-score" | "checkov";

/** A finding that stays, on every object of a kind. */
export interface LintException {
  linter: Linter;
  rule: string;
  kind: string;
  /** Why it stays. */
  reason: string;
}

/** What is wrong with findings, or with the exceptions from them. */
export interface Verdict {
  /** What no exception is about. */
  unexplained: Finding[];
  /** The exceptions that are about nothing. */
  stale: LintException[];
}

/** Compares what linters found with what may stay. */
export function judgeFindings(
  findings: readonly Finding[],
  exceptions: readonly LintException[],
): Verdict {
  return {
    unexplained: findings.filter(
      (finding) => !exceptions.some((exception) => isAbout(exception, finding)),
    ),
    stale: exceptions.filter(
      (exception) => !findings.some((finding) => isAbout(exception, finding)),
    ),
  };
}

function isAbout(exception: LintException, { linter, rule, kind }: Finding): boolean {
  return exception.linter === linter && exception.rule === rule && exception.kind === kind;
}
