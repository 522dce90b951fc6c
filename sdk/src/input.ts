import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** What must have members. Told in the words of the contract, which `input` cannot ask for. */
export const OBJECT_RULE = "must be an object.";

const PLAIN_RULE = "must be plain: an Output is known too late to decide what is made.";

/**
 * The schema of a value that may be known only later.
 *
 * A plain value is checked at once. An Output or a Promise passes untouched: what it becomes is
 * checked where it is used, or by the API server.
 */
export function input<Value>(
  schema: z.ZodType<Value, Value>,
): z.ZodType<pulumi.Input<Value>, pulumi.Input<Value>> {
  return z.custom<pulumi.Input<Value>>().superRefine((value, context) => {
    if (isLater(value)) {
      return;
    }
    for (const issue of schema.safeParse(value, { reportInput: true }).error?.issues ?? []) {
      context.addIssue({ ...issue });
    }
  });
}

/**
 * The schema of a text that may be known only later.
 *
 * @param rule follows the name and the value of the property in messages.
 */
export function inputText(
  isValid: (text: string) => boolean,
  rule: string,
): z.ZodType<pulumi.Input<string>, pulumi.Input<string>> {
  return input(z.string(rule).refine(isValid, rule));
}

/**
 * The schema of a value that must be known at once: an Output or a Promise is refused.
 *
 * TypeScript refuses them too; programs in other languages and in JavaScript can still pass one.
 */
export function plain<Schema extends z.ZodType>(
  schema: Schema,
): z.ZodType<z.output<Schema>, z.input<Schema>> {
  return z
    .custom<z.input<Schema>>((value) => !isLater(value), PLAIN_RULE)
    .pipe(schema as z.ZodType<z.output<Schema>, z.input<Schema>>);
}

/**
 * Checks that settings are an object with no Output and no Promise within, before they go to a
 * schema that knows neither. Whether they must be given is left to that schema.
 *
 * @throws SettingsError with the path of each one.
 */
export function requirePlainObject(settings: unknown): void {
  const isObject =
    settings === undefined ||
    isLater(settings) ||
    (typeof settings === "object" && settings !== null && !Array.isArray(settings));
  const paths = isObject ? [...findLater(settings, "")].map(({ path }) => path) : [""];
  if (paths.length > 0) {
    const rule = isObject ? PLAIN_RULE : OBJECT_RULE;
    throw new SettingsError(
      paths.map((propertyPath) => ({
        propertyPath,
        reason: `${propertyPath === "" ? "The settings" : `'${propertyPath}'`} ${rule}`,
      })),
    );
  }
}

/**
 * Checks a value as soon as it is known. What `input` accepts untouched comes here when something
 * worse than an API server would find out otherwise.
 *
 * @param check throws when the value breaks a rule.
 */
export function checkWhenKnown<Value>(
  value: pulumi.Input<Value>,
  check: (value: Value) => void,
): pulumi.Input<Value> {
  return isLater(value)
    ? pulumi.output(value).apply((known) => {
        check(known as Value);
        return known as Value;
      })
    : value;
}

/** Makes another value of one: at once of a plain one, and of an Output or a Promise once it is known. */
export function mapInput<Value, Result>(
  value: pulumi.Input<Value>,
  convert: (value: Value) => pulumi.Input<Result>,
): pulumi.Input<Result> {
  return isLater(value)
    ? (pulumi.output(value).apply((known) => convert(known as Value)) as pulumi.Output<Result>)
    : convert(value as Value);
}

/** Makes one Input of a value that may have Inputs within. What is plain throughout stays plain. */
export function joinInput<Value>(value: Value): pulumi.Input<pulumi.Unwrap<Value>> {
  return findLater(value, "").next().done === true
    ? (value as pulumi.Unwrap<Value>)
    : pulumi.output(value);
}

/** A value that is known only later, and where it is. */
export interface LaterValue {
  path: string;
  value: unknown;
}

/** Finds the Outputs and Promises in a value, however deep they are. */
export function* findLater(value: unknown, path: string): Generator<LaterValue> {
  if (isLater(value)) {
    yield { path, value };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* findLater(item, `${path}[${index}]`);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      yield* findLater(member, toMemberPath(path, key));
    }
  }
}

/** A key such as a label's would read as several properties. */
function toMemberPath(path: string, key: string): string {
  if (!/^[\w$-]+$/.test(key)) {
    return `${path}["${key}"]`;
  }
  return path === "" ? key : `${path}.${key}`;
}

/** Tells whether a value is known only later: an Output or a Promise. */
export function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
