import { parseSettings, SettingsError, type SettingsIssue } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { type z } from "zod";

/**
 * Reads the args of a component with their schema.
 *
 * @throws InputPropertiesError with all issues at once: the engine prints each with its property.
 */
export function parseArgs<Schema extends z.ZodType>(
  component: string,
  schema: Schema,
  args: z.input<Schema>,
): z.output<Schema> {
  try {
    return parseSettings(schema, args);
  } catch (error) {
    throw error instanceof SettingsError ? toInvalidArgs(component, error.issues) : error;
  }
}

/**
 * The error that the engine prints for args that break rules.
 *
 * Its message tells the reasons too: a program that makes the component in its own process never
 * passes the engine's printing of the single errors.
 */
export function toInvalidArgs(
  component: string,
  issues: readonly SettingsIssue[],
): pulumi.InputPropertiesError {
  return new pulumi.InputPropertiesError({
    message: [
      `The args of ${component} are not valid:`,
      ...issues.map(({ reason }) => `  ${reason}`),
    ].join("\n"),
    errors: issues.map(({ propertyPath, reason }) => ({ propertyPath, reason })),
  });
}
