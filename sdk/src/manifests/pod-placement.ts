import type * as k8s from "@pulumi/kubernetes";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type TopologySpreadConstraint = k8s.types.input.core.v1.TopologySpreadConstraint;

const NODE_LABEL = "kubernetes.io/hostname";
const ZONE_LABEL = "topology.kubernetes.io/zone";

/** The greatest weight there is. */
const MAX_WEIGHT = 100;

/**
 * Spreads the pods of an agent over nodes and zones, where there are enough of them. The scheduler
 * counts pods for the spread; it also prefers nodes without one, which matters when there are few.
 */
export function buildPodPlacement(
  selectorLabels: Record<string, string>,
): Pick<PodSpec, "affinity" | "topologySpreadConstraints"> {
  const labelSelector = { matchLabels: selectorLabels };
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: MAX_WEIGHT, podAffinityTerm: { labelSelector, topologyKey: NODE_LABEL } },
        ],
      },
    },
    topologySpreadConstraints: [NODE_LABEL, ZONE_LABEL].map(
      (topologyKey): TopologySpreadConstraint => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector,
        // The pods of the revision that goes away say nothing about where new ones belong.
        matchLabelKeys: ["pod-template-hash"],
      }),
    ),
  };
}
