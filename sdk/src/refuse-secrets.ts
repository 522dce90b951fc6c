import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { findLater, type LaterValue } from "./input.js";

/** What to do about a secret in args that have no place for one. */
export const UNSECRET_REMEDY =
  "Give what everybody may know, by 'pulumi.unsecret' where it only counts as a secret.";

/**
 * Checks that nothing in args is a secret of Pulumi: what they make would tell it. Undefined where all of
 * them are known, since then none is.
 *
 * A value can be known to be a secret before it is known itself, so a preview tells too.
 *
 * @param remedy says what to do instead.
 * @throws SettingsError with all issues at once, as a rejection.
 */
export function refuseSecrets(args: object, remedy: string): Promise<void> | undefined {
  const later = [...findLater(args, "")];
  return later.length === 0 ? undefined : requireNone(later, remedy);
}

async function requireNone(later: LaterValue[], remedy: string): Promise<void> {
  const paths = await Promise.all(
    later.map(async ({ path, value }) => {
      return (await pulumi.isSecret(pulumi.output(value))) ? [path] : [];
    }),
  );
  const issues = paths.flat().map((path) => ({
    // The engine prints the value at the path of an issue, and here that is a secret.
    propertyPath: "",
    reason: `'${path}' must not be a secret: it would stand in an object for all to read. ${remedy}`,
  }));
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
}
