import type { AgentArgs } from "./args.js";
import type { AgentManifest } from "./overrides-args.js";

/**
 * The args that end up where everybody reads them. The paths of what is left stay as they are.
 *
 * What may be a secret are the values in `secrets`, and what the user adds to Secrets. What a `patch` adds
 * is not looked at. Nor are the images: what builds images makes all that it tells a secret when it logs in
 * with one.
 */
export function toClearArgs({
  extraManifests = [],
  overrides,
  runtime,
  secrets = [],
  ...args
}: AgentArgs): object {
  return {
    ...args,
    image: undefined,
    runtime: { ...runtime, image: undefined },
    secrets: secrets.map((secret) => ({ ...secret, value: undefined })),
    overrides: { ...overrides, secret: undefined },
    extraManifests: (extraManifests as AgentManifest[]).map((manifest) =>
      manifest.kind === "Secret" ? undefined : manifest,
    ),
  };
}
