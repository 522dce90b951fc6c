import * as pulumi from "@pulumi/pulumi";
import type { AgentSpec } from "./spec.js";

/**
 * What the Cluster Autoscaler waits for at most before it ends a pod
 * (https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md).
 */
const MAX_AUTOSCALER_GRACE_SECONDS = 600;

/** Warns of a drain that takes longer than what removes nodes waits for. */
export function warnOfLongGrace({ drain, pod }: AgentSpec, resource: pulumi.Resource): void {
  const { terminationGracePeriodSeconds: seconds } = drain;
  if (seconds > MAX_AUTOSCALER_GRACE_SECONDS && !pod.doNotDisrupt) {
    void pulumi.log.warn(
      `The drain may take ${seconds} s, and the Cluster Autoscaler ends pods after ` +
        `${MAX_AUTOSCALER_GRACE_SECONDS} s. Set 'pod.doNotDisrupt' where it, or the like, removes nodes.`,
      resource,
    );
  }
}
