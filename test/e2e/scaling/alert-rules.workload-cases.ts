import type { AlertCase, InputSeries } from "./alert-rules.promtool.ts";
import { AGENT, ofPod, podSamples, stateSamples, toPodName } from "./alert-rules.samples.ts";

const AUTOSCALER = { horizontalpodautoscaler: AGENT.agent };
const LABELS = { ...AGENT, ...AUTOSCALER };

const deployment = (wanted: string, ready: string, name = AGENT.agent): InputSeries[] => [
  stateSamples("kube_deployment_spec_replicas", { deployment: name }, wanted),
  stateSamples("kube_deployment_status_replicas_ready", { deployment: name }, ready),
];

const active = (pod: string, values: string) => podSamples("a2a_active_tasks", pod, values);

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

const autoscaler = (name = AGENT.agent): InputSeries => {
  const target = { scaletargetref_kind: "Deployment", scaletargetref_name: AGENT.agent };
  return stateSamples(
    "kube_horizontalpodautoscaler_info",
    { horizontalpodautoscaler: name, ...target },
    "1x80",
  );
};

const target = (metric: string, value: number) =>
  stateSamples(
    "kube_horizontalpodautoscaler_spec_target_metric",
    { ...AUTOSCALER, metric_name: metric, metric_target_type: "average" },
    `${value}x80`,
  );

const scalingActive = (status: string, values: string, name = AGENT.agent) =>
  stateSamples(
    "kube_horizontalpodautoscaler_status_condition",
    { horizontalpodautoscaler: name, condition: "ScalingActive", status },
    values,
  );

const size = (current: string, max: string): InputSeries[] => [
  stateSamples("kube_horizontalpodautoscaler_status_current_replicas", AUTOSCALER, current),
  stateSamples("kube_horizontalpodautoscaler_spec_max_replicas", AUTOSCALER, max),
];

/** What kube-state-metrics tells of agents. */
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
    series: [...deployment("2x60", "0x60"), target("a2a_active_tasks", 5)],
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
    alert: "AgentScalingBlind",
    title: "the scaler gets no metric, and two kube-state-metrics tell of it",
    series: [
      ...deployment("2x80", "2x80"),
      active("a", "0x80"),
      autoscaler(),
      scalingActive("false", "0x20 1x60"),
      stateSamples(
        "kube_horizontalpodautoscaler_status_condition",
        { ...AUTOSCALER, condition: "ScalingActive", status: "false", instance: "10.0.0.8:8080" },
        "0x20 1x60",
      ),
    ],
    at: "12m",
    fires: [LABELS],
  },
  {
    alert: "AgentScalingBlind",
    title: "so does the one that KEDA made",
    series: [
      ...deployment("2x80", "2x80"),
      active("a", "0x80"),
      autoscaler("research-keda"),
      scalingActive("false", "1x80", "research-keda"),
    ],
    at: "12m",
    fires: [{ ...AGENT, horizontalpodautoscaler: "research-keda" }],
  },
  {
    alert: "AgentScalingBlind",
    title: "a new scaler has no metric for a minute, and another's has none at all",
    series: [
      ...deployment("2x80", "2x80"),
      active("a", "0x80"),
      autoscaler(),
      scalingActive("false", "1x4 0x76"),
      scalingActive("false", "1x80", "database"),
    ],
    at: "12m",
    fires: [],
  },
  {
    alert: "AgentSaturatedAtMax",
    title: "every pod that there may be is full",
    series: [
      ...deployment("4x80", "4x80"),
      autoscaler(),
      ...size("4x80", "4x80"),
      active("a", "9x80"),
      podSamples("a2a_saturation_ratio", "a", "1.2x80"),
    ],
    at: "17m",
    fires: [LABELS],
  },
  {
    alert: "AgentSaturatedAtMax",
    title: "pods without a limit have much more than the target",
    series: [
      ...deployment("1x80", "1x80"),
      autoscaler(),
      ...size("1x80", "1x80"),
      active("a", "9x80"),
      target("a2a_active_tasks", 5),
    ],
    at: "17m",
    fires: [LABELS],
  },
  {
    alert: "AgentSaturatedAtMax",
    title: "there are as many as there may be, with as much as they should have",
    series: [
      ...deployment("1x80", "1x80"),
      autoscaler(),
      ...size("1x80", "1x80"),
      active("a", "5x80"),
      podSamples("a2a_saturation_ratio", "a", "0.5x80"),
      target("a2a_active_tasks", 5),
    ],
    at: "17m",
    fires: [],
  },
  {
    alert: "AgentSaturatedAtMax",
    title: "pods are full and more of them may come",
    series: [
      ...deployment("2x80", "2x80"),
      autoscaler(),
      ...size("2x80", "4x80"),
      active("a", "9x80"),
      podSamples("a2a_saturation_ratio", "a", "1.2x80"),
      target("a2a_active_tasks", 5),
    ],
    at: "17m",
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
