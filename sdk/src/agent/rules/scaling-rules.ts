import { METRICS } from "@berth/contract";
import { MAX_NUMBER } from "../../kubernetes-syntax.js";
import { MIN_READY_SECONDS } from "../defaults.js";

/** What holds of how many pods there are, what they may use, and how they come and go. */
export const SCALING_RULES = {
  minReplicasAboveDefault: (max: number | string) =>
    `must not exceed 'scaling.maxReplicas' (${max}). Give both: what is not given has its default.`,
  minReplicasAboveMax: (max: number | string) =>
    `must not exceed 'scaling.maxReplicas' (${max}). Lower it, or raise the other one.`,
  replicasWithScaling:
    "must not be given with 'scaling', which decides how many there are. Remove it, and give " +
    "'scaling.minReplicas' where the default does not fit.",
  scalingMetricMissing:
    "must be given with the runtime mode None and 'scaling': the image must export " +
    `'${METRICS.activeTasks.name}' there, which the scaler follows.`,
  scalingPeriod: "must be a whole number of seconds from 1 to 1800.",
  stabilizationWindow: "must be a whole number of seconds from 0 to 3600.",

  progressDeadline:
    `must be a whole number of seconds from ${MIN_READY_SECONDS + 1} to ${MAX_NUMBER}: a pod counts ` +
    `once it has been ready for ${MIN_READY_SECONDS}.`,
  requestAboveLimit: (resource: string, limit: string) =>
    `must not exceed 'resources.limits.${resource}' (${limit}). Give both: what is not given has its ` +
    "default.",

  probePath:
    "must not be given with the runtime mode Embedded, whose runtime is asked. Remove it, or give " +
    "the mode None.",
} as const;
