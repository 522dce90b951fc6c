import { METRICS } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";

/** How the number of pods follows the tasks, in one direction. */
export interface ScalingBehavior {
  stabilizationWindowSeconds: pulumi.Input<number>;
  /** Pods that may come or go within a period. */
  pods: pulumi.Input<number>;
  periodSeconds: pulumi.Input<number>;
  tolerance?: pulumi.Input<string>;
}

/** How many pods there are, and how their number changes. */
export interface ScalingFacts {
  minReplicas: pulumi.Input<number>;
  maxReplicas: pulumi.Input<number>;
  scaleUp: ScalingBehavior;
  scaleDown: ScalingBehavior;
}

/** What the HorizontalPodAutoscaler of an agent is built from. */
export interface HorizontalPodAutoscalerFacts extends ObjectFacts {
  deploymentName: pulumi.Input<string>;
  scaling: ScalingFacts;
  /** The tasks that a pod works on, on average, as a quantity. */
  targetAverageValue: pulumi.Input<string>;
}

/** The scaler of an agent: it keeps the tasks that a pod works on near the target. */
export function buildHorizontalPodAutoscaler({
  name,
  namespace,
  labels,
  deploymentName,
  scaling,
  targetAverageValue,
}: HorizontalPodAutoscalerFacts): k8s.types.input.autoscaling.v2.HorizontalPodAutoscaler {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name, namespace, labels },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deploymentName },
      minReplicas: scaling.minReplicas,
      maxReplicas: scaling.maxReplicas,
      metrics: [
        {
          type: "Pods",
          pods: {
            metric: { name: METRICS.activeTasks.name },
            target: { type: "AverageValue", averageValue: targetAverageValue },
          },
        },
      ],
      behavior: {
        scaleUp: toScalingRules(scaling.scaleUp),
        scaleDown: toScalingRules(scaling.scaleDown),
      },
    },
  };
}

/** With one policy there is nothing to select among. */
function toScalingRules({
  stabilizationWindowSeconds,
  pods,
  periodSeconds,
  tolerance,
}: ScalingBehavior): k8s.types.input.autoscaling.v2.HPAScalingRules {
  return {
    stabilizationWindowSeconds,
    policies: [{ type: "Pods", value: pods, periodSeconds }],
    ...omitEmpty({ tolerance }),
  };
}
