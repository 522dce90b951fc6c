import * as pulumi from "@pulumi/pulumi";
import type { AgentArgs } from "./args.js";
import type { AgentManifest } from "./overrides-args.js";

/**
 * The args as Pulumi keeps them in its state: what goes into a Secret is sealed there, and a function is
 * nothing that it could keep.
 */
export function toRecordedArgs(args: AgentArgs): pulumi.Inputs {
  const { extraManifests, overrides, secrets } = args;
  return {
    ...args,
    patch: undefined,
    secrets: secrets?.map((secret) =>
      secret.value === undefined ? secret : { ...secret, value: pulumi.secret(secret.value) },
    ),
    overrides: overrides && {
      ...overrides,
      secret: overrides.secret === undefined ? undefined : pulumi.secret(overrides.secret),
    },
    extraManifests: (extraManifests as AgentManifest[] | undefined)?.map((manifest) =>
      manifest.kind === "Secret" ? pulumi.secret(manifest) : manifest,
    ),
  };
}
