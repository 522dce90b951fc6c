import type { z } from "zod";
import { type FieldViolation, RefusedError } from "../errors.js";

/** A list may be wrong in each of its thousands of entries: nobody reads so many messages. */
const MAX_VIOLATIONS = 20;

/** Longer values help nobody. */
const MAX_VALUE_LENGTH = 64;

/**
 * Reads the parameters of a request with their schema.
 *
 * The messages of the schema are rules without a subject (`must be a text.`); property and value are
 * put in front of them here: `'message.messageId' (7) must be a text.`
 *
 * @throws RefusedError with all issues at once.
 */
export function readParams<Schema extends z.ZodType>(
  schema: Schema,
  params: unknown,
): z.output<Schema> {
  const result = schema.safeParse(params);
  if (result.success) {
    return result.data;
  }
  // The values are wanted only now: the schema reads again, with what tells of them.
  const told = schema.safeParse(params, { reportInput: true, error: toRule });
  throw refuseParams((told.error?.issues ?? []).map(toViolation));
}

/** Makes the error that tells what is wrong with parameters. */
function refuseParams(all: readonly FieldViolation[]): RefusedError {
  const violations = all.slice(0, MAX_VIOLATIONS);
  const left = all.length - violations.length;
  const descriptions = violations.map(({ description }) => description);
  return new RefusedError(
    "INVALID_PARAMS",
    [...descriptions, ...(left > 0 ? [`${left} more are wrong.`] : [])].join(" "),
    { violations },
  );
}

const TYPE_RULES: Readonly<Record<string, string>> = {
  array: "must be a list.",
  boolean: "must be true or false.",
  int: "must be a whole number.",
  number: "must be a number.",
  object: "must be an object.",
  string: "must be a text.",
};

/** The rule about a type, where the schema has none of its own. */
function toRule(issue: z.core.$ZodRawIssue): string | undefined {
  return issue.code === "invalid_type" ? TYPE_RULES[issue.expected] : undefined;
}

function toViolation({ input, message, path }: z.core.$ZodIssue): FieldViolation {
  const field = toField(path);
  const subject = `'${field === "" ? "params" : field}'`;
  const isMissing = input === undefined || input === null || input === "";
  return {
    field,
    description: isMissing
      ? `${subject} must be given.`
      : `${subject}${toValueText(input)} ${message}`,
  };
}

function toField(path: readonly PropertyKey[]): string {
  return path.reduce<string>((joined, part) => {
    if (typeof part === "number") {
      return `${joined}[${part}]`;
    }
    return joined === "" ? String(part) : `${joined}.${String(part)}`;
  }, "");
}

/** The value in brackets, where it is short enough to help. */
function toValueText(value: unknown): string {
  const isShown =
    typeof value === "number" ||
    typeof value === "boolean" ||
    (typeof value === "string" && value.length <= MAX_VALUE_LENGTH);
  return isShown ? ` (${String(value)})` : "";
}
