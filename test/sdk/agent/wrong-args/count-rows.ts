import { type WrongArgs, wrong } from "./row.ts";

/** Numbers of things, and of seconds, that are none. */
export const COUNT_ROWS: WrongArgs[] = [
  wrong(
    "numbers that no API takes",
    {
      replicas: 2 ** 31,
      probes: { startup: { failureThreshold: 2 ** 31 } },
      monitoring: { kind: "PodMonitor", intervalSeconds: 1e12 },
    },
    "'replicas' (2147483648) must be a whole number from 1 to 2147483647.",
    "'probes.startup.failureThreshold' (2147483648) must be a whole number from 1 to 2147483647.",
    "'monitoring.intervalSeconds' (1000000000000) must be a whole number from 1 to 2147483647.",
  ),
  wrong(
    "numbers of a scaler that no API takes",
    {
      scaling: {
        minReplicas: 2 ** 31,
        maxReplicas: 2 ** 31,
        targetActiveTasks: 2 ** 31,
        scaleDown: { pods: 2 ** 31 },
      },
    },
    "'scaling.minReplicas' (2147483648) must be a whole number from 1 to 2147483647.",
    "'scaling.maxReplicas' (2147483648) must be a whole number from 1 to 2147483647.",
    "'scaling.targetActiveTasks' (2147483648) must be a whole number from 1 to 2147483647.",
    "'scaling.scaleDown.pods' (2147483648) must be a whole number from 1 to 2147483647.",
  ),
  wrong(
    "half a replica",
    { replicas: 1.5 },
    "'replicas' (1.5) must be a whole number from 1 to 2147483647.",
  ),
  wrong(
    "no replica",
    { replicas: 0 },
    "'replicas' (0) must be a whole number from 1 to 2147483647.",
  ),
  wrong(
    "a scaler that goes down to nothing",
    { scaling: { minReplicas: 0 } },
    "'scaling.minReplicas' (0) must be a whole number from 1 to 2147483647.",
  ),
  wrong(
    "a scaler without a greatest number",
    { scaling: { maxReplicas: 0 } },
    "'scaling.maxReplicas' (0) must be a whole number from 1 to 2147483647.",
  ),
  wrong(
    "a target of no tasks",
    { scaling: { targetActiveTasks: 0 } },
    "'scaling.targetActiveTasks' (0) must be a whole number from 1 to 2147483647.",
  ),
  wrong(
    "a step of no pods",
    { scaling: { scaleUp: { pods: 0 } } },
    "'scaling.scaleUp.pods' (0) must be a whole number from 1 to 2147483647.",
  ),
  wrong(
    "a number as a text",
    { scaling: { scaleDown: { pods: "2" } } },
    "'scaling.scaleDown.pods' (2) must be a whole number from 1 to 2147483647.",
  ),
  wrong(
    "probes without a pause, without time and without a failure",
    {
      probes: {
        startup: { periodSeconds: 0 },
        readiness: { timeoutSeconds: 0.5 },
        liveness: { failureThreshold: -1 },
      },
    },
    "'probes.startup.periodSeconds' (0) must be a whole number from 1 to 2147483647.",
    "'probes.readiness.timeoutSeconds' (0.5) must be a whole number from 1 to 2147483647.",
    "'probes.liveness.failureThreshold' (-1) must be a whole number from 1 to 2147483647.",
  ),
  wrong(
    "a look at the metrics all the time",
    { monitoring: { kind: "PodMonitor", intervalSeconds: 0 } },
    "'monitoring.intervalSeconds' (0) must be a whole number from 1 to 2147483647.",
  ),
];
