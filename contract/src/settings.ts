import type { z } from "zod";

/** One thing that is wrong with settings a person wrote. */
export interface SettingsIssue {
  /** Where it is: `drain.maxTaskSeconds`, `peers[0].name`. Empty for the whole. */
  propertyPath: string;
  /** What is wrong with it: the value, the rule and, where there is one, the remedy. */
  reason: string;
}

/** Settings that break rules. Carries every issue there is, not only the first. */
export class SettingsError extends Error {
  readonly issues: readonly SettingsIssue[];

  constructor(issues: readonly SettingsIssue[]) {
    super(issues.map(({ reason }) => reason).join("\n"));
    this.name = "SettingsError";
    this.issues = issues;
  }
}

/**
 * Reads settings with their schema.
 *
 * The messages of the schema are rules without a subject (`must be at least 1.`); property and
 * value are put in front of them here: `'maxTaskSeconds' (0) must be at least 1.`
 *
 * @throws SettingsError with all issues at once.
 */
export function parseSettings<Schema extends z.ZodType>(
  schema: Schema,
  settings: z.input<Schema>,
): z.output<Schema> {
  const result = schema.safeParse(settings, { reportInput: true, error: toRule });
  if (!result.success) {
    throw new SettingsError(result.error.issues.flatMap(toIssues));
  }
  return result.data;
}

/** The rule about a type, where the schema has none of its own. */
function toRule(issue: z.core.$ZodRawIssue): string | undefined {
  return issue.code === "invalid_type" ? TYPE_RULES[issue.expected] : undefined;
}

const TYPE_RULES: Readonly<Record<string, string>> = {
  array: "must be a list.",
  boolean: "must be true or false.",
  number: "must be a number.",
  object: "must be an object.",
  record: "must be an object.",
  string: "must be a text.",
};

function toIssues(issue: z.core.$ZodIssue): SettingsIssue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const propertyPath = toPropertyPath([...issue.path, key]);
      return { propertyPath, reason: `'${propertyPath}' is not a known property. Remove it.` };
    });
  }
  const propertyPath = toPropertyPath(issue.path);
  if (issue.code === "invalid_key") {
    return issue.issues.map(({ message }) => ({
      propertyPath,
      reason: `'${propertyPath}' ${message}`,
    }));
  }
  const subject = propertyPath === "" ? "The settings" : `'${propertyPath}'`;
  if (issue.code === "invalid_type" && issue.input === undefined) {
    return [{ propertyPath, reason: `${subject} must be given.` }];
  }
  return [{ propertyPath, reason: `${subject}${toValueText(issue.input)} ${issue.message}` }];
}

function toPropertyPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((joined, part) => {
    if (typeof part === "number") {
      return `${joined}[${part}]`;
    }
    // A key such as a label's would read as several properties.
    const text = String(part);
    if (!/^[\w$-]+$/.test(text)) {
      return `${joined}["${text}"]`;
    }
    return joined === "" ? text : `${joined}.${text}`;
  }, "");
}

/** The value in brackets, where it is short enough to help. */
function toValueText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return ` (${value})`;
    case "number":
    case "boolean":
    case "bigint":
      return ` (${String(value)})`;
    default:
      return value === null ? " (null)" : "";
  }
}
