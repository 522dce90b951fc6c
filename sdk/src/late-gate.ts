import * as pulumi from "@pulumi/pulumi";
import { readArgs } from "./read-args.js";

/** Keeps what is made from args back until they have passed checks that take time. */
export interface LateGate {
  /** Hands over what to wait for, and before it the checks. */
  passBefore: (dependencies: pulumi.Resource[]) => pulumi.Input<pulumi.Resource>[];
  /** Hands a value over once the checks have passed: a plain one at once where there are none. */
  passFirst: <Value>(value: pulumi.Input<Value>) => pulumi.Input<Value>;
}

/**
 * Makes what waits for checks. A program whose args do not pass fails with the same error as one that is
 * wrong at once.
 *
 * @param component names it in the message.
 * @param checks reject with a SettingsError. Undefined are those that have nothing to wait for.
 */
export function createLateGate(
  component: string,
  checks: readonly (Promise<void> | undefined)[],
): LateGate {
  const found = checks.filter((check) => check !== undefined);
  if (found.length === 0) {
    return { passBefore: (dependencies) => dependencies, passFirst: (value) => value };
  }
  const checked = Promise.all(found).catch((error: unknown) =>
    readArgs(component, () => {
      throw error;
    }),
  );
  // Pulumi resolves what is in the list, whatever its type says: no resource, once the check has passed.
  // A Promise of the list as a whole would cost it ten times as much for each child.
  const passed = checked.then((): unknown => []) as Promise<pulumi.Resource>;
  return {
    passBefore: (dependencies) => [passed, ...dependencies],
    passFirst: <Value>(value: pulumi.Input<Value>) =>
      pulumi.output(passed).apply(() => value) as pulumi.Output<Value>,
  };
}
