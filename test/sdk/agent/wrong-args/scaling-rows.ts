import type { SCALING_RULES } from "../../../../sdk/src/agent/rules/scaling-rules.ts";
import { withoutRuntime, withSidecar, type WrongArgs, wrong } from "./row.ts";

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
  scalingBackend: [
    wrong(
      "a scaler that nobody knows",
      { scaling: { backend: "Knative" } },
      "'scaling.backend' (Knative) must be one of PrometheusAdapter, Keda, ExistingApi, None.",
    ),
  ],
  scalingInterval: [
    wrong(
      "looks that a scaler cannot rely on",
      { scaling: {}, monitoring: { kind: "PodMonitor", intervalSeconds: 31 } },
      "'monitoring.intervalSeconds' (31) must be at most 30 with 'scaling': scalers look back one minute, and one look may fail. Lower it.",
    ),
  ],
  scalingOfNothing: [
    wrong(
      "what a scaler follows, where there is none",
      {
        scaling: {
          backend: "None",
          maxReplicas: 5,
          targetActiveTasks: 5,
          targetSaturation: 0.7,
          scaleUp: {},
          scaleDown: {},
          keda: {},
        },
      },
      "'scaling.maxReplicas' (5) must not be given with the scaling backend None, which leaves the number of pods to a scaler of your own. Remove it.",
      "'scaling.targetActiveTasks' (5) must not be given with the scaling backend None, which leaves the number of pods to a scaler of your own. Remove it.",
      "'scaling.targetSaturation' (0.7) must not be given with the scaling backend None, which leaves the number of pods to a scaler of your own. Remove it.",
      "'scaling.scaleUp' must not be given with the scaling backend None, which leaves the number of pods to a scaler of your own. Remove it.",
      "'scaling.scaleDown' must not be given with the scaling backend None, which leaves the number of pods to a scaler of your own. Remove it.",
      "'scaling.keda' must not be given with the scaling backend None, which leaves the number of pods to a scaler of your own. Remove it.",
    ),
  ],
  targetSaturation: [
    wrong(
      "no share, and one that scalers would round to none",
      { scaling: { targetSaturation: 0 } },
      "'scaling.targetSaturation' (0) must be a number from 0.001 to 1.",
    ),
    wrong(
      "more than the whole",
      { scaling: { targetSaturation: 1.1 } },
      "'scaling.targetSaturation' (1.1) must be a number from 0.001 to 1.",
    ),
    wrong(
      "a share as a text",
      { scaling: { targetSaturation: "70%" } },
      "'scaling.targetSaturation' (70%) must be a number from 0.001 to 1.",
    ),
  ],
  twoTargets: [
    wrong(
      "two targets",
      { scaling: { targetActiveTasks: 5, targetSaturation: 0.7 } },
      "'scaling.targetSaturation' (0.7) must not be given with 'scaling.targetActiveTasks'. Remove one of them.",
    ),
  ],
  kedaModes: [
    ["oauth", "a way that KEDA does not have for Prometheus"],
    ["bearer, tls", "ways with a space"],
    ["bearer,basic", "two ways of which KEDA takes one"],
    ["", "no way"],
  ].map(([modes, title = ""]) =>
    wrong(
      title,
      {
        scaling: {
          backend: "Keda",
          keda: { prometheusUrl: "https://prometheus", authentication: { name: "a", modes } },
        },
      },
      `'scaling.keda.authentication.modes' (${modes}) must be one or more of bearer, basic, tls, custom, with commas in between, and not both bearer and basic.`,
    ),
  ),
  kedaOfNothing: [
    wrong(
      "a Prometheus that nobody asks",
      { scaling: { keda: { prometheusUrl: "http://prometheus" } } },
      "'scaling.keda' must not be given without the scaling backend Keda, of which it is a part. Give that, or remove this.",
    ),
  ],
  kedaUrlMissing: [
    wrong(
      "no Prometheus to ask",
      { scaling: { backend: "Keda", keda: {} } },
      "'scaling.keda.prometheusUrl' must be given with the scaling backend Keda, where no 'platform' tells which Prometheus is asked.",
    ),
  ],
  idlestWithRights: [
    wrong(
      "rights to change pods that a policy would take away",
      {
        scaling: { idlestPodFirst: true },
        serviceAccount: {
          rules: [
            { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "delete"] },
            { apiGroups: ["", "apps"], resources: ["configmaps", "pods"], verbs: ["patch"] },
            { apiGroups: ["*"], resources: ["*"], verbs: ["get", "update"] },
            { apiGroups: [""], resources: ["pods/status", "configmaps"], verbs: ["update"] },
            { apiGroups: ["example.com"], resources: ["pods"], verbs: ["update"] },
          ],
        },
      },
      ...[1, 2].map(
        (index) =>
          `'serviceAccount.rules[${index}]' must not let the agent update or patch pods with 'scaling.idlestPodFirst': the policy that comes with it lets a pod change its own deletion cost, and nothing else of any pod. Remove one of them.`,
      ),
    ),
  ],
  idlestWithoutRuntime: [
    wrong(
      "pods that tell what their deletion costs, where no runtime knows it",
      withoutRuntime({ scaling: { idlestPodFirst: true }, monitoring: { port: 9100 } }),
      "'scaling.idlestPodFirst' (true) must not be given with the runtime mode None: it is the runtime that knows how many tasks a pod has. Remove it.",
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
    wrong(
      "a scaler that follows another metric of nowhere",
      withoutRuntime({ scaling: { targetSaturation: 0.7 } }),
      "'monitoring.port' must be given with the runtime mode None and 'scaling': the image must export 'a2a_saturation_ratio' there, which the scaler follows.",
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
    wrong(
      "a request of a sidecar above its default limit",
      withSidecar({ resources: { requests: { cpu: "8", memory: "1Gi" } } }),
      "'runtime.resources.requests.memory' (1Gi) must not exceed 'runtime.resources.limits.memory' (256Mi). Give both: what is not given has its default.",
    ),
    wrong(
      "a limit of a sidecar below its default request",
      withSidecar({ resources: { limits: { cpu: "20m" } } }),
      "'runtime.resources.requests.cpu' (50m) must not exceed 'runtime.resources.limits.cpu' (20m). Give both: what is not given has its default.",
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
    wrong(
      "a path where the sidecar is asked",
      withSidecar({}, { probes: { readiness: { path: "/b" } } }),
      "'probes.readiness.path' (/b) must not be given with the runtime mode Sidecar, whose runtime is asked. Remove it, or give the mode None.",
    ),
  ],
};
