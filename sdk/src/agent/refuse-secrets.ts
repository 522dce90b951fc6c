import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { findLater, type LaterValue } from "../input.js";
import type { AgentArgs } from "./args.js";
import type { AgentManifest } from "./overrides-args.js";

const REMEDY =
  "it would stand in an object for all to read. Put it into a Secret, and use 'secrets'.";

/**
 * Checks that no arg is a secret of Pulumi, but those that go into a Secret: the values in `secrets`,
 * and what the user adds to Secrets. What a `patch` adds is not looked at. Undefined where all args are known, since then none is.
 *
 * A value can be known to be a secret before it is known itself, so a preview tells too.
 *
 * @throws SettingsError with all issues at once, as a rejection.
 */
export function refuseSecrets(args: AgentArgs): Promise<void> | undefined {
  const later = [...findLater(withoutSecrets(args), "")];
  return later.length === 0 ? undefined : requireNone(later);
}

async function requireNone(later: LaterValue[]): Promise<void> {
  const paths = await Promise.all(
    later.map(async ({ path, value }) => {
      return (await pulumi.isSecret(pulumi.output(value))) ? [path] : [];
    }),
  );
  const issues = paths.flat().map((path) => ({
    // The engine prints the value at the path of an issue, and here that is a secret.
    propertyPath: "",
    reason: `'${path}' must not be a secret: ${REMEDY}`,
  }));
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
}

/**
 * The args without what may be a secret. The paths of the rest stay as they are.
 *
 * The image is among it: what builds images makes all that it tells a secret when it logs in with one.
 */
function withoutSecrets({ extraManifests = [], overrides, secrets = [], ...args }: AgentArgs) {
  return {
    ...args,
    image: undefined,
    secrets: secrets.map((secret) => ({ ...secret, value: undefined })),
    overrides: { ...overrides, secret: undefined },
    extraManifests: (extraManifests as AgentManifest[]).map((manifest) =>
      manifest.kind === "Secret" ? undefined : manifest,
    ),
  };
}
