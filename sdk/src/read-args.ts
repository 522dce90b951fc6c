import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";

/**
 * Reads the args of a component and turns what is wrong with them into the error that the engine
 * prints with each property.
 *
 * Its message tells the reasons too: a program that makes the component in its own process never
 * passes the engine's printing of the single errors.
 *
 * @param component names it in the message, such as `Agent 'research'`.
 * @param read checks the args, and throws a SettingsError when they break rules.
 * @throws InputPropertiesError with all issues at once.
 */
export function readArgs<T>(component: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingsError)) {
      throw error;
    }
    const invalid = new pulumi.InputPropertiesError({
      message: [
        `The args of ${component} are not valid:`,
        ...error.issues.map(({ reason }) => `  ${reason}`),
      ].join("\n"),
      errors: [...error.issues],
    });
    // A RunError is printed by its message alone: where in this package a slip was noticed helps
    // nobody who made it in a program of their own.
    throw Object.assign(invalid, { __pulumiRunError: true });
  }
}
