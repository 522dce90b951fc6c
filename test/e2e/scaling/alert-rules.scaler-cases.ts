import type { AlertCase, InputSeries } from "./alert-rules.promtool.ts";
import {
  active,
  AGENT,
  autoscaler,
  deployment,
  KEDA_AUTOSCALER,
  podSamples,
  scalerTarget,
  stateSamples,
} from "./alert-rules.samples.ts";

const AUTOSCALER = { horizontalpodautoscaler: AGENT.agent };
const LABELS = { ...AGENT, ...AUTOSCALER };

const scalingActive = (status: string, values: string, name = AGENT.agent) =>
  stateSamples(
    "kube_horizontalpodautoscaler_status_condition",
    { horizontalpodautoscaler: name, condition: "ScalingActive", status },
    values,
  );

const size = (current: string, max: string, name = AGENT.agent): InputSeries[] => {
  const labels = { horizontalpodautoscaler: name };
  return [
    stateSamples("kube_horizontalpodautoscaler_status_current_replicas", labels, current),
    stateSamples("kube_horizontalpodautoscaler_spec_max_replicas", labels, max),
  ];
};

/** What kube-state-metrics tells of the scalers of agents. */
export const SCALER_CASES: readonly AlertCase[] = [
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
      autoscaler(KEDA_AUTOSCALER),
      scalingActive("false", "1x80", KEDA_AUTOSCALER),
    ],
    at: "12m",
    fires: [{ ...AGENT, horizontalpodautoscaler: KEDA_AUTOSCALER }],
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
      scalerTarget("a2a_active_tasks", 5),
    ],
    at: "17m",
    fires: [LABELS],
  },
  {
    alert: "AgentSaturatedAtMax",
    title: "so they have where KEDA scales them",
    series: [
      ...deployment("1x80", "1x80"),
      autoscaler(KEDA_AUTOSCALER),
      ...size("1x80", "1x80", KEDA_AUTOSCALER),
      active("a", "9x80"),
      scalerTarget("s0-prometheus", 5, KEDA_AUTOSCALER),
    ],
    at: "17m",
    fires: [{ ...AGENT, horizontalpodautoscaler: KEDA_AUTOSCALER }],
  },
  {
    alert: "AgentSaturatedAtMax",
    title: "KEDA aims at a share of the capacity, of which there is enough",
    series: [
      ...deployment("1x80", "1x80"),
      autoscaler(KEDA_AUTOSCALER),
      ...size("1x80", "1x80", KEDA_AUTOSCALER),
      active("a", "9x80"),
      podSamples("a2a_saturation_ratio", "a", "0.9x80"),
      scalerTarget("s0-prometheus", 1, KEDA_AUTOSCALER),
    ],
    at: "17m",
    fires: [],
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
      scalerTarget("a2a_active_tasks", 5),
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
      scalerTarget("a2a_active_tasks", 5),
    ],
    at: "17m",
    fires: [],
  },
];
