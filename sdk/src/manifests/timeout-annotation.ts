import type * as pulumi from "@pulumi/pulumi";

/** Tells the Kubernetes provider how long to wait for an object. Else that is 600 s for each. */
export function buildTimeoutAnnotation(
  timeoutSeconds: pulumi.Input<string>,
): Record<string, pulumi.Input<string>> {
  return { "pulumi.com/timeoutSeconds": timeoutSeconds };
}
