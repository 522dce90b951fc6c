import type { SCALING_RULES } from "../../../../sdk/src/agent/rules/scaling-rules.ts";
import { withoutRuntime, type WrongArgs, wrong } from "./row.ts";

/** What is wrong with how many pods there are, what they may use, and how they come and go. */
export const SCALING_ROWS: Record<keyof typeof SCALING_RULES, WrongArgs[]> = {
  minReplicasAboveDefault: [
    wrong(
      "more pods at least than by default at most",
      { scaling: { minReplicas: 30 } },
      "'scaling.minReplicas' (30) must not exceed 'scaling.maxReplicas' (20). Give both: what is not given has its default.",
    ),
    wrong(
      "fewer pods at most than by default at least",
      { scaling: { maxReplicas: 1 } },
      "'scaling.minReplicas' (2) must not exceed 'scaling.maxReplicas' (1). Give both: what is not given has its default.",
    ),
  ],
  minReplicasAboveMax: [
    wrong(
      "more pods at least than at most",
      { scaling: { minReplicas: 5, maxReplicas: 3 } },
      "'scaling.minReplicas' (5) must not exceed 'scaling.maxReplicas' (3). Lower it, or raise the other one.",
    ),
  ],
  replicasWithScaling: [
    wrong(
      "a number of pods beside a scaler",
      { replicas: 3, scaling: {} },
      "'replicas' (3) must not be given with 'scaling', which decides how many there are. Remove it, and give 'scaling.minReplicas' where the default does not fit.",
    ),
  ],
  scalingPeriod: [
    wrong(
      "a period of no time, and one that is too long",
      { scaling: { scaleUp: { periodSeconds: 0 }, scaleDown: { periodSeconds: 1801 } } },
      "'scaling.scaleUp.periodSeconds' (0) must be a whole number of seconds from 1 to 1800.",
      "'scaling.scaleDown.periodSeconds' (1801) must be a whole number of seconds from 1 to 1800.",
    ),
  ],
  stabilizationWindow: [
    wrong(
      "windows before and beyond what there is",
      {
        scaling: {
          scaleUp: { stabilizationWindowSeconds: -1 },
          scaleDown: { stabilizationWindowSeconds: 3601 },
        },
      },
      "'scaling.scaleUp.stabilizationWindowSeconds' (-1) must be a whole number of seconds from 0 to 3600.",
      "'scaling.scaleDown.stabilizationWindowSeconds' (3601) must be a whole number of seconds from 0 to 3600.",
    ),
  ],
  progressDeadline: [
    wrong(
      "a progress deadline in which no pod can count",
      { rollout: { progressDeadlineSeconds: 10 } },
      "'rollout.progressDeadlineSeconds' (10) must be a whole number of seconds from 11 to 2147483647: a pod counts once it has been ready for 10.",
    ),
    wrong(
      "a progress deadline that no API takes",
      { rollout: { progressDeadlineSeconds: 2 ** 31 } },
      "'rollout.progressDeadlineSeconds' (2147483648) must be a whole number of seconds from 11 to 2147483647: a pod counts once it has been ready for 10.",
    ),
  ],
  scalingMetricMissing: [
    wrong(
      "a scaler that follows a metric of nowhere",
      withoutRuntime({ scaling: {} }),
      "'monitoring.port' must be given with the runtime mode None and 'scaling': the image must export 'a2a_active_tasks' there, which the scaler follows.",
    ),
  ],
  requestAboveLimit: [
    wrong(
      "a request above the default limit",
      { resources: { requests: { memory: "1.5Gi" } } },
      "'resources.requests.memory' (1.5Gi) must not exceed 'resources.limits.memory' (1Gi). Give both: what is not given has its default.",
    ),
    wrong(
      "a limit below the default request",
      { resources: { limits: { cpu: "0.2" } } },
      "'resources.requests.cpu' (250m) must not exceed 'resources.limits.cpu' (0.2). Give both: what is not given has its default.",
    ),
  ],
  probePath: [
    wrong(
      "paths where the runtime is asked",
      {
        probes: {
          startup: { path: "/a" },
          readiness: { path: "/b" },
          liveness: { path: "/c" },
        },
      },
      "'probes.startup.path' (/a) must not be given with the runtime mode Embedded, whose runtime is asked. Remove it, or give the mode None.",
      "'probes.readiness.path' (/b) must not be given with the runtime mode Embedded, whose runtime is asked. Remove it, or give the mode None.",
      "'probes.liveness.path' (/c) must not be given with the runtime mode Embedded, whose runtime is asked. Remove it, or give the mode None.",
    ),
  ],
};
