import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { omitEmpty } from "./omit-empty.js";

type Behavior = k8s.types.input.autoscaling.v2.HorizontalPodAutoscalerBehavior;
type ScalingRules = k8s.types.input.autoscaling.v2.HPAScalingRules;

/** How the number of pods follows the tasks, in one direction. */
export interface ScalingDirection {
  stabilizationWindowSeconds: pulumi.Input<number>;
  /** Pods that may come or go within a period. */
  pods: pulumi.Input<number>;
  periodSeconds: pulumi.Input<number>;
  tolerance?: pulumi.Input<string>;
}

/** How the number of pods follows the tasks. */
export interface ScalingBehaviorFacts {
  scaleUp: ScalingDirection;
  scaleDown: ScalingDirection;
}

/** How fast a scaler adds and removes pods: one of Kubernetes, and one that KEDA makes. */
export function buildScalingBehavior({ scaleUp, scaleDown }: ScalingBehaviorFacts): Behavior {
  return { scaleUp: toScalingRules(scaleUp), scaleDown: toScalingRules(scaleDown) };
}

/** With one policy there is nothing to select among. */
function toScalingRules({
  stabilizationWindowSeconds,
  pods,
  periodSeconds,
  tolerance,
}: ScalingDirection): ScalingRules {
  return {
    stabilizationWindowSeconds,
    policies: [{ type: "Pods", value: pods, periodSeconds }],
    ...omitEmpty({ tolerance }),
  };
}
