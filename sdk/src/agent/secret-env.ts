import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { isLater } from "../input.js";

type Env = Record<string, pulumi.Input<string>>;

/**
 * Passes an environment on, as soon as nothing of it is known to be a secret: whoever may read a
 * Deployment can read its values. A value can be known to be one before it is known itself, so a
 * preview tells too.
 *
 * @param read turns the SettingsError, which has all issues at once, into what the engine prints.
 */
export function refuseSecretEnv(env: Env, read: (check: () => void) => void): Env {
  const later = Object.entries(env).filter(([, value]) => isLater(value));
  if (later.length === 0) {
    return env;
  }
  const checked = findSecrets(later).then((names) => {
    read(() => {
      requireNone(names);
    });
  });
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      isLater(value) ? pulumi.output(checked.then(() => value)) : value,
    ]),
  );
}

async function findSecrets(entries: [string, pulumi.Input<string>][]): Promise<string[]> {
  const found = await Promise.all(
    entries.map(async ([name, value]) => {
      return (await pulumi.isSecret(pulumi.output(value))) ? [name] : [];
    }),
  );
  return found.flat();
}

function requireNone(names: readonly string[]): void {
  if (names.length > 0) {
    throw new SettingsError(
      names.map((name) => {
        const propertyPath = name.includes(".") ? `env["${name}"]` : `env.${name}`;
        return {
          propertyPath,
          reason:
            `'${propertyPath}' must not be a secret: a Deployment holds it for all to read. ` +
            "Put it into a Secret and use 'secrets'.",
        };
      }),
    );
  }
}
