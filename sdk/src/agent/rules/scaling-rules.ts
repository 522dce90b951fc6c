import { MAX_NUMBER } from "../../kubernetes-syntax.js";
import { ScalingBackend } from "../../scaling-backend.js";
import { MAX_SCALING_INTERVAL_SECONDS, MIN_READY_SECONDS } from "../defaults.js";

/** What holds of how many pods there are, what they may use, and how they come and go. */
export const SCALING_RULES = {
  minReplicasAboveDefault: (max: number | string) =>
    `must not exceed 'scaling.maxReplicas' (${max}). Give both: what is not given has its default.`,
  minReplicasAboveMax: (max: number | string) =>
    `must not exceed 'scaling.maxReplicas' (${max}). Lower it, or raise the other one.`,
  replicasWithScaling:
    "must not be given with 'scaling', which decides how many there are. Remove it, and give " +
    "'scaling.minReplicas' where the default does not fit.",
  scalingBackend: `must be one of ${Object.values(ScalingBackend).join(", ")}.`,
  scalingInterval:
    `must be at most ${MAX_SCALING_INTERVAL_SECONDS} with 'scaling': scalers look back one minute, and ` +
    "one look may fail. Lower it.",
  scalingMetricMissing: (metric: string) =>
    "must be given with the runtime mode None and 'scaling': the image must export " +
    `'${metric}' there, which the scaler follows.`,
  scalingOfNothing:
    "must not be given with the scaling backend None, which leaves the number of pods to a scaler of " +
    "your own. Remove it.",
  scalingPeriod: "must be a whole number of seconds from 1 to 1800.",
  stabilizationWindow: "must be a whole number of seconds from 0 to 3600.",
  targetSaturation: "must be a number from 0.001 to 1.",
  twoTargets: "must not be given with 'scaling.targetActiveTasks'. Remove one of them.",

  kedaModes:
    "must be one or more of bearer, basic, tls, custom, with commas in between, and not both bearer " +
    "and basic.",
  kedaOfNothing:
    "must not be given without the scaling backend Keda, of which it is a part. Give that, or remove " +
    "this.",
  kedaUrlMissing:
    "must be given with the scaling backend Keda, where no 'platform' tells which Prometheus is asked.",

  idlestWithRights:
    "must not let the agent update or patch pods with 'scaling.idlestPodFirst': the policy that comes " +
    "with it lets a pod change its own deletion cost, and nothing else of any pod. Remove one of them.",
  idlestWithoutRuntime:
    "must not be given with the runtime mode None: it is the runtime that knows how many tasks a pod " +
    "has. Remove it.",

  progressDeadline:
    `must be a whole number of seconds from ${MIN_READY_SECONDS + 1} to ${MAX_NUMBER}: a pod counts ` +
    `once it has been ready for ${MIN_READY_SECONDS}.`,
  requestAboveLimit: (limitPath: string, limit: string) =>
    `must not exceed '${limitPath}' (${limit}). Give both: what is not given has its default.`,

  probePath: (mode: string) =>
    `must not be given with the runtime mode ${mode}, whose runtime is asked. Remove it, or give ` +
    "the mode None.",
} as const;
