import * as pulumi from "@pulumi/pulumi";
import type { AgentArgs } from "./args.js";

/**
 * The args as Pulumi keeps them in its state: values that go into a Secret are sealed there, and a
 * function is nothing that it could keep.
 */
export function toRecordedArgs(args: AgentArgs): pulumi.Inputs {
  const { secrets } = args;
  return {
    ...args,
    patch: undefined,
    secrets: secrets?.map((secret) =>
      secret.value === undefined ? secret : { ...secret, value: pulumi.secret(secret.value) },
    ),
  };
}
