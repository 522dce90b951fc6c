import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input.js";
import {
  toDeploymentTimeoutSeconds,
  toServiceTimeoutSeconds,
  toStartupFailureThreshold,
} from "../rollout-times.js";
import type { AgentSpec } from "./spec.js";

/** How long the parts of an Agent may take, as far as that is known. */
export interface RolloutFacts {
  deploymentTimeoutSeconds: pulumi.Input<string>;
  serviceTimeoutSeconds: pulumi.Input<string>;
  startupFailureThreshold: pulumi.Input<number>;
}

/** Derives from the deadline what must agree with it. What is plain stays plain. */
export function toRolloutFacts({
  replicas,
  rollout: { progressDeadlineSeconds: deadline },
  drain: { terminationGracePeriodSeconds },
}: Pick<AgentSpec, "replicas" | "rollout" | "drain">): RolloutFacts {
  return {
    deploymentTimeoutSeconds: mapInput(deadline, (progressDeadlineSeconds) =>
      mapInput(replicas, (replicas) => {
        const times = { replicas, progressDeadlineSeconds, terminationGracePeriodSeconds };
        return String(toDeploymentTimeoutSeconds(times));
      }),
    ),
    serviceTimeoutSeconds: mapInput(deadline, (known) => String(toServiceTimeoutSeconds(known))),
    startupFailureThreshold: mapInput(deadline, toStartupFailureThreshold),
  };
}
