import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectFacts } from "./object-facts.js";
import { buildScalingBehavior, type ScalingBehaviorFacts } from "./scaling-behavior.js";

/** How many pods there are, and how their number changes. */
export interface ScalingFacts extends ScalingBehaviorFacts {
  minReplicas: pulumi.Input<number>;
  maxReplicas: pulumi.Input<number>;
}

/** What the HorizontalPodAutoscaler of an agent is built from. */
export interface HorizontalPodAutoscalerFacts extends ObjectFacts {
  deploymentName: pulumi.Input<string>;
  scaling: ScalingFacts;
  /** The metric that says how much a pod has to do. */
  metricName: string;
  /** What that is to be on average. Made by `toTargetQuantity`. */
  targetAverageValue: pulumi.Input<string>;
}

/**
 * Lets a ScaledObject for the same Deployment be made while this is there: the webhook of KEDA would refuse
 * it, and so a change from one scaler to the other that makes the new one first. As long as there are both,
 * neither scales.
 */
const HAND_OVER_ANNOTATION = { "validations.keda.sh/hpa-ownership": "false" };

/** The scaler of an agent: it keeps what a pod has to do near the target. */
export function buildHorizontalPodAutoscaler({
  name,
  namespace,
  labels,
  deploymentName,
  scaling,
  metricName,
  targetAverageValue,
}: HorizontalPodAutoscalerFacts): k8s.types.input.autoscaling.v2.HorizontalPodAutoscaler {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name, namespace, labels, annotations: HAND_OVER_ANNOTATION },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deploymentName },
      minReplicas: scaling.minReplicas,
      maxReplicas: scaling.maxReplicas,
      metrics: [
        {
          type: "Pods",
          pods: {
            metric: { name: metricName },
            target: { type: "AverageValue", averageValue: targetAverageValue },
          },
        },
      ],
      behavior: buildScalingBehavior(scaling),
    },
  };
}

/** A target as Kubernetes writes it: in thousandths, where it is no whole number. */
export function toTargetQuantity(target: number): string {
  const thousandths = Math.round(target * 1000);
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}
