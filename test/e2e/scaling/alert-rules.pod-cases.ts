import type { AlertCase } from "./alert-rules.promtool.ts";
import { AGENT, ofPod, podSamples, toSeries } from "./alert-rules.samples.ts";

const up = (pod: string, values: string, labels = {}) => podSamples("up", pod, values, labels);

const active = (pod: string, values: string) => podSamples("a2a_active_tasks", pod, values);

const card = (pod: string, hash: string, values: string) =>
  podSamples("a2a_agent_info", pod, values, { card_hash: hash });

/** What Prometheus sees of pods. */
export const POD_CASES: readonly AlertCase[] = [
  {
    alert: "AgentScrapeFailing",
    title: "looks at a pod fail",
    series: [up("a", "1x10 0x40"), up("b", "1x50")],
    at: "8m",
    fires: [ofPod("a")],
  },
  {
    alert: "AgentScrapeFailing",
    title: "one look fails, again and again",
    series: [up("a", "1 1 0 1 1 1 0 1 1 0 1 1 1 1 1 0 1 1 0 1 1 1 1 0 1 1 0 1 1 1 0")],
    at: "7m30s",
    fires: [],
  },
  {
    alert: "AgentScrapeFailing",
    title: "a pod goes away in a scale-down",
    series: [up("a", "1x10 0 0 stale"), up("b", "1x50")],
    at: "8m",
    fires: [],
  },
  {
    alert: "AgentScrapeFailing",
    title: "one of two jobs that look at a pod fails",
    series: [up("a", "1x50"), up("a", "0x50", { job: "other" })],
    at: "8m",
    fires: [],
  },
  {
    alert: "AgentScrapeFailing",
    title: "what fails is no agent",
    series: [[toSeries("up", { job: "nodes", instance: "10.0.0.3:9100" }), "0x50"]],
    at: "8m",
    fires: [],
  },
  {
    alert: "AgentLoadMissing",
    title: "a pod has metrics, and not that of its load",
    series: [up("a", "1x50"), up("b", "1x50"), active("b", "0x50")],
    at: "8m",
    fires: [ofPod("a")],
  },
  {
    alert: "AgentLoadMissing",
    title: "a pod tells its load two minutes after its start",
    series: [up("a", "1x30"), active("a", "_x8 0x22")],
    at: "1m45s",
    fires: [],
  },
  {
    alert: "AgentLoadMissing",
    title: "one look at a pod fails",
    series: [up("a", "1x20 0 1x30"), active("a", "0x20 stale 1x30")],
    at: "8m",
    fires: [],
  },
  {
    alert: "AgentLoadInvalid",
    title: "the load is not a number, negative, or infinite",
    series: [
      active("a", "NaN ".repeat(40)),
      active("b", "-1x40"),
      podSamples("a2a_saturation_ratio", "c", "Inf ".repeat(40)),
    ],
    at: "8m",
    fires: [ofPod("a"), ofPod("b"), ofPod("c")],
  },
  {
    alert: "AgentLoadInvalid",
    title: "it is nothing, or much",
    series: [
      active("a", "0x40"),
      active("b", "5000x40"),
      podSamples("a2a_saturation_ratio", "a", "0x40"),
      podSamples("a2a_saturation_ratio", "b", "3.5x40"),
    ],
    at: "8m",
    fires: [],
  },
  {
    alert: "AgentLoadInvalid",
    title: "it is not a number once",
    series: [active("a", "0x10 NaN 0x30")],
    at: "2m45s",
    fires: [],
  },
  {
    alert: "AgentAbsent",
    title: "the last pod is gone",
    series: [up("a", "1x40 stale")],
    at: "16m",
    fires: [AGENT],
  },
  {
    alert: "AgentAbsent",
    title: "no look at the only pod goes well",
    series: [up("a", "1x40 0x40")],
    at: "16m",
    fires: [AGENT],
  },
  {
    alert: "AgentAbsent",
    title: "it was removed half an hour ago",
    series: [up("a", "1x40 stale")],
    at: "42m",
    fires: [],
  },
  {
    alert: "AgentAbsent",
    title: "a rollout replaces every pod",
    series: [up("a", "1x40 stale"), up("b", "_x38 1x60")],
    at: "20m",
    fires: [],
  },
  {
    alert: "AgentAbsent",
    title: "one look at all pods fails",
    series: [up("a", "1x40 0 1x40"), up("b", "1x40 0 1x40")],
    at: "10m15s",
    fires: [],
  },
  {
    alert: "AgentCardDrift",
    title: "two cards for longer than a rollout",
    series: [card("a", "old", "1x140"), card("b", "new", "1x140")],
    at: "32m",
    fires: [AGENT],
  },
  {
    alert: "AgentCardDrift",
    title: "a rollout of twenty minutes",
    series: [card("a", "old", "1x80 stale"), card("b", "new", "1x140")],
    at: "20m",
    fires: [],
  },
  {
    alert: "AgentCardDrift",
    title: "the last pods of a rollout drain for long",
    series: [
      card("a", "old", "1x140"),
      podSamples("a2a_draining", "a", "1x140"),
      card("b", "new", "1x140"),
    ],
    at: "32m",
    fires: [],
  },
  {
    alert: "AgentCardDrift",
    title: "pods get another card while they run",
    series: ["a", "b"].flatMap((pod) => [
      card(pod, "old", "1x20 stale"),
      card(pod, "new", "_x20 1x130"),
    ]),
    at: "32m",
    fires: [],
  },
  {
    alert: "AgentCardDrift",
    title: "agents of one name in two namespaces",
    series: [
      card("a", "old", "1x140"),
      podSamples("a2a_agent_info", "a", "1x140", { namespace: "others", card_hash: "new" }),
    ],
    at: "32m",
    fires: [],
  },
];
