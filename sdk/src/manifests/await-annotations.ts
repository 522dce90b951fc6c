import type * as pulumi from "@pulumi/pulumi";

/** Tells the Kubernetes provider how long to wait for an object. Else that is 600 s for each. */
export function buildTimeoutAnnotation(
  timeoutSeconds: pulumi.Input<string>,
): Record<string, pulumi.Input<string>> {
  return { "pulumi.com/timeoutSeconds": timeoutSeconds };
}

/**
 * Tells the Kubernetes provider to go on once an object is there.
 *
 * Pulumi makes a few objects at a time, four for each core. Services that wait for pods while they
 * take all places would keep the Deployments from being made that they wait for.
 */
export const NO_WAIT_ANNOTATION = { "pulumi.com/skipAwait": "true" };
