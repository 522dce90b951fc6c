import { OWN_PREFIX } from "./labels.js";

/** The annotation of a pod that has its metrics at another path than `/metrics`. */
export const METRICS_PATH_ANNOTATION = `${OWN_PREFIX}metrics-path`;

/**
 * The annotation of a pod by which a ReplicaSet picks the pods that it removes: those of the lowest
 * value go first, and one without it counts as 0
 * (https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#pod-deletion-cost).
 */
export const POD_DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
