import type * as k8s from "@pulumi/kubernetes";
import type { ObjectFacts } from "./object-facts.js";

/** What the PodDisruptionBudget of an agent is built from. */
export interface PodDisruptionBudgetFacts extends ObjectFacts {
  selectorLabels: Record<string, string>;
}

/**
 * Lets one pod at a time be evicted, and always those that are not ready. A least number of pods would
 * keep a node with the only one from ever being emptied, and so would a pod that only crashes.
 */
export function buildPodDisruptionBudget({
  name,
  namespace,
  labels,
  selectorLabels,
}: PodDisruptionBudgetFacts): k8s.types.input.policy.v1.PodDisruptionBudget {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: selectorLabels },
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  };
}
