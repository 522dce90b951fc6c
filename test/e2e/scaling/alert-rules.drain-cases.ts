import type { AlertCase } from "./alert-rules.promtool.ts";
import { AGENT, ofPod, podSamples } from "./alert-rules.samples.ts";

// One sample every 15 s: `0x20` is five minutes.

const aborted = (values: string, pod = "a") =>
  podSamples("a2a_drain_tasks_total", pod, values, { outcome: "aborted" });

/** Pods that go away. */
export const DRAIN_CASES: readonly AlertCase[] = [
  {
    alert: "AgentTasksAborted",
    title: "the last look at a pod sees a task that was cut off",
    series: [aborted("0x20 1 stale")],
    at: "8m",
    fires: [AGENT],
  },
  {
    alert: "AgentTasksAborted",
    title: "the counter was not there before the task that was cut off",
    series: [podSamples("up", "a", "1x22"), aborted("_x20 1 stale")],
    at: "8m",
    fires: [AGENT],
  },
  {
    alert: "AgentTasksAborted",
    title: "that was a quarter of an hour ago",
    series: [aborted("0x20 1 stale")],
    at: "25m",
    fires: [],
  },
  {
    alert: "AgentTasksAborted",
    title: "that was long before Prometheus was away for a while",
    series: [aborted("0x4 1x236 _x80 1x100")],
    at: "85m",
    fires: [],
  },
  {
    alert: "AgentTasksAborted",
    title: "pods go away with tasks that end in time",
    series: [
      aborted("0x20 stale"),
      podSamples("a2a_drain_tasks_total", "a", "0x18 3 3 stale", { outcome: "completed" }),
    ],
    at: "8m",
    fires: [],
  },
  {
    alert: "AgentDrainNearLimit",
    title: "a task runs for longer than most of a drain",
    series: [
      podSamples("a2a_draining", "a", "0x10 1x20"),
      podSamples("a2a_active_tasks", "a", "3x30"),
    ],
    at: "4m15s",
    fires: [ofPod("a")],
  },
  {
    alert: "AgentDrainNearLimit",
    title: "the pod is gone since, which is told for a while",
    series: [
      podSamples("a2a_draining", "a", "0x10 1x7 stale"),
      podSamples("a2a_active_tasks", "a", "3x17 stale"),
    ],
    at: "15m",
    fires: [ofPod("a")],
  },
  {
    alert: "AgentDrainNearLimit",
    title: "a scale-down whose tasks end within a minute",
    series: [
      podSamples("a2a_draining", "a", "0x10 1x4 stale"),
      podSamples("a2a_active_tasks", "a", "3x14 stale"),
      podSamples("a2a_draining", "b", "0x40"),
      podSamples("a2a_active_tasks", "b", "3x40"),
    ],
    at: "4m15s",
    fires: [],
  },
  {
    alert: "AgentDrainNearLimit",
    title: "a pod that is done waits for its kubelet",
    series: [
      podSamples("a2a_draining", "a", "0x10 1x20"),
      podSamples("a2a_active_tasks", "a", "0x30"),
    ],
    at: "4m15s",
    fires: [],
  },
  {
    alert: "AgentDrainOverdue",
    title: "a process does not end with its drain",
    series: [podSamples("a2a_draining", "a", "0x10 1x40")],
    at: "6m",
    fires: [ofPod("a")],
  },
  {
    alert: "AgentDrainOverdue",
    title: "a drain that takes all of its time",
    series: [podSamples("a2a_draining", "a", "0x10 1x8 stale")],
    at: "6m",
    fires: [],
  },
  {
    alert: "AgentDrainOverdue",
    title: "a look fails while a pod drains",
    series: [podSamples("a2a_draining", "a", "0x10 1x2 _ 1x5 stale")],
    at: "4m30s",
    fires: [],
  },
];
