import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input.js";
import {
  MAX_ROLLOUT_STEPS,
  toDeploymentTimeoutSeconds,
  toStartupFailureThreshold,
} from "../rollout-times.js";
import { ScalingBackend } from "../scaling-backend.js";
import type { AgentSpec } from "./spec.js";

/** How long the parts of an Agent may take, as far as that is known. */
export interface RolloutFacts {
  deploymentTimeoutSeconds: pulumi.Input<string>;
  startupFailureThreshold: pulumi.Input<number>;
}

/** Derives from the deadline what must agree with it. What is plain stays plain. */
export function toRolloutFacts({
  replicas: fixedReplicas,
  scaling,
  rollout: { progressDeadlineSeconds: deadline },
  drain: { terminationGracePeriodSeconds },
  probes: { startup },
}: Pick<AgentSpec, "replicas" | "scaling" | "rollout" | "drain" | "probes">): RolloutFacts {
  const replicas = toReplicas(fixedReplicas, scaling);
  return {
    deploymentTimeoutSeconds: mapInput(deadline, (progressDeadlineSeconds) =>
      mapInput(replicas, (replicas) => {
        const times = { replicas, progressDeadlineSeconds, terminationGracePeriodSeconds };
        return String(toDeploymentTimeoutSeconds(times));
      }),
    ),
    startupFailureThreshold: mapInput(deadline, (known) =>
      mapInput(startup.periodSeconds, (periodSeconds) =>
        toStartupFailureThreshold(known, periodSeconds),
      ),
    ),
  };
}

/** A scaler of the user's own may choose any number. */
function toReplicas(
  fixedReplicas: pulumi.Input<number>,
  scaling: AgentSpec["scaling"],
): pulumi.Input<number> {
  if (scaling === undefined) {
    return fixedReplicas;
  }
  return scaling.backend === ScalingBackend.None
    ? MAX_ROLLOUT_STEPS
    : mapInput(scaling.maxReplicas, toSlowest);
}

/** Of all numbers that a scaler may choose, the one whose rollout has the most steps. */
function toSlowest(maxReplicas: number): number {
  return Math.min(maxReplicas, MAX_ROLLOUT_STEPS);
}
