import type { AlertCase, InputSeries } from "./alert-rules.promtool.ts";
import {
  active,
  AGENT,
  autoscaler,
  deployment,
  KEDA_AUTOSCALER,
  ofPod,
  podSamples,
  scalerTarget,
  stateSamples,
  toPodName,
} from "./alert-rules.samples.ts";

const pod = (name: string, values: string, phase = "Running"): InputSeries[] => [
  stateSamples(
    "kube_pod_owner",
    { pod: toPodName(name), owner_kind: "ReplicaSet", owner_name: `${AGENT.agent}-6d9f8c` },
    values,
  ),
  stateSamples("kube_pod_status_phase", { pod: toPodName(name), phase }, values),
];

const deletion = (name: string, values: string) =>
  stateSamples("kube_pod_deletion_timestamp", { pod: toPodName(name) }, values);

/** What kube-state-metrics tells of Deployments and pods of agents. */
export const WORKLOAD_CASES: readonly AlertCase[] = [
  {
    alert: "AgentNoReadyPods",
    title: "an agent loses its last ready pod, and its metrics with it",
    series: [...deployment("2x60", "2x20 0x60"), active("a", "0x20 stale")],
    at: "12m",
    fires: [AGENT],
  },
  {
    alert: "AgentNoReadyPods",
    title: "an agent never had a ready pod, and is known by its scaler",
    series: [...deployment("2x60", "0x60"), scalerTarget("a2a_active_tasks", 5)],
    at: "8m",
    fires: [AGENT],
  },
  {
    alert: "AgentNoReadyPods",
    title: "an agent never had a ready pod, and is known by its label",
    series: [
      ...deployment("2x60", "0x60"),
      stateSamples(
        "kube_deployment_labels",
        { deployment: AGENT.agent, label_protocol: "a2a" },
        "1x60",
      ),
    ],
    at: "8m",
    fires: [AGENT],
  },
  {
    alert: "AgentNoReadyPods",
    title: "an agent never had a ready pod, and is known by the scaler that KEDA made",
    series: [
      ...deployment("2x60", "0x60"),
      autoscaler(KEDA_AUTOSCALER),
      scalerTarget("s0-prometheus", 5, KEDA_AUTOSCALER),
    ],
    at: "8m",
    fires: [AGENT],
  },
  {
    alert: "AgentNoReadyPods",
    title: "KEDA scales what is no agent",
    series: [
      ...deployment("2x60", "0x60"),
      autoscaler("keda-hpa-research"),
      scalerTarget("s0-prometheus", 5, "keda-hpa-research"),
      ...deployment("2x60", "0x60", "database"),
      scalerTarget("s0-mysql", 5, "database-keda"),
    ],
    at: "8m",
    fires: [],
  },
  {
    alert: "AgentNoReadyPods",
    title: "what has none is no agent, or is to have none, or has one",
    series: [
      ...deployment("2x60", "0x60", "database"),
      ...deployment("0x60", "0x60", "idle"),
      podSamples("a2a_active_tasks", "b", "0x60", { agent: "idle" }),
      ...deployment("2x60", "1x60"),
      active("a", "0x60"),
    ],
    at: "12m",
    fires: [],
  },
  {
    alert: "AgentPodStuckTerminating",
    title: "a pod is there long after its grace period",
    series: [
      ...deployment("1x80", "1x80"),
      active("b", "0x80"),
      ...pod("a", "1x80"),
      deletion("a", "200x80"),
    ],
    at: "12m",
    fires: [ofPod("a")],
  },
  {
    alert: "AgentPodStuckTerminating",
    title: "a pod drains within its grace period",
    series: [
      ...deployment("1x80", "1x80"),
      active("b", "0x80"),
      ...pod("a", "1x80"),
      deletion("a", "800x80"),
    ],
    at: "13m",
    fires: [],
  },
  {
    alert: "AgentMetricMissing",
    title: "a pod runs that Prometheus knows nothing of",
    series: [
      ...deployment("2x80", "2x80"),
      active("a", "0x80"),
      ...pod("a", "1x80"),
      ...pod("b", "1x80"),
    ],
    at: "8m",
    fires: [ofPod("b")],
  },
  {
    alert: "AgentMetricMissing",
    title: "a pod waits for a node, one has samples, and one is no agent's",
    series: [
      ...deployment("2x80", "2x80"),
      active("a", "0x80"),
      ...pod("a", "1x80"),
      ...pod("b", "1x80", "Pending"),
      stateSamples(
        "kube_pod_owner",
        { pod: "database-7c-x", owner_kind: "ReplicaSet", owner_name: "database-7c" },
        "1x80",
      ),
      stateSamples("kube_pod_status_phase", { pod: "database-7c-x", phase: "Running" }, "1x80"),
    ],
    at: "8m",
    fires: [],
  },
];
