import type { AlertCase } from "./alert-rules.promtool.ts";
import { AGENT, ofPod, podSamples } from "./alert-rules.samples.ts";

// One sample every 15 s, unless a case says otherwise: `0+1x240` is an hour.

const tasks = (state: string, values: string, pod = "a") =>
  podSamples("a2a_tasks_total", pod, values, { state });

/** What becomes of tasks. */
export const TASK_CASES: readonly AlertCase[] = [
  {
    alert: "AgentTaskFailureBurn",
    title: "a fifth of the tasks fails for an hour",
    series: [tasks("completed", "0+4x300"), tasks("failed", "0+1x300")],
    at: "70m",
    fires: [AGENT],
  },
  {
    alert: "AgentTaskFailureBurn",
    title: "all tasks of a new agent fail",
    series: [tasks("completed", "0x60"), tasks("failed", "0+1x60")],
    at: "8m",
    fires: [AGENT],
  },
  {
    alert: "AgentTaskFailureBurn",
    title: "each pod of many fails a task, and one that two jobs look at counts once",
    series: ["a", "b"].flatMap((pod) => [
      tasks("failed", "0x4 1x36", pod),
      tasks("completed", "0x40", pod),
      podSamples("a2a_tasks_total", pod, "0x4 1x36", { state: "failed", job: "other" }),
    ]),
    at: "4m",
    fires: [],
  },
  {
    alert: "AgentTaskFailureBurn",
    title: "one in twenty fails",
    series: [tasks("completed", "0+19x300"), tasks("failed", "0+1x300")],
    at: "70m",
    fires: [],
  },
  {
    alert: "AgentTaskFailureBurn",
    title: "many failed, and none of the last minutes",
    series: [tasks("completed", "0+4x300"), tasks("failed", "0+2x240 480x60")],
    at: "70m",
    fires: [],
  },
  {
    alert: "AgentTaskFailureBurn",
    title: "two of four failed: too few to tell",
    series: [tasks("completed", "0x200 1x10 2x60"), tasks("failed", "0x200 1x10 2x60")],
    at: "57m",
    fires: [],
  },
  {
    alert: "AgentTaskFailureBurn",
    title: "callers cancel, and tasks wait for them",
    series: [tasks("completed", "0+1x300"), tasks("canceled", "0+9x300"), tasks("failed", "0x300")],
    at: "70m",
    fires: [],
  },
  {
    alert: "AgentTaskFailureBurnSlow",
    title: "one in twelve fails for hours",
    series: [tasks("completed", "0+11x400"), tasks("failed", "0+1x400")],
    interval: "1m",
    at: "6h30m",
    fires: [AGENT],
  },
  {
    alert: "AgentTaskFailureBurnSlow",
    title: "one in thirty fails",
    series: [tasks("completed", "0+29x400"), tasks("failed", "0+1x400")],
    interval: "1m",
    at: "6h30m",
    fires: [],
  },
  {
    alert: "AgentTaskFailureBurnSlow",
    title: "three of the first tasks of an agent fail, at five minutes from each other",
    series: [
      tasks("completed", "0x12 1x12 2x12 3x12 4x12 5x12 6x12 7x12 8x12 9x12 10x60"),
      tasks("failed", "0x20 1x20 2x20 3x140"),
    ],
    at: "36m",
    fires: [AGENT],
  },
  {
    alert: "AgentTaskFailureBurnSlow",
    title: "two of them fail: too few to tell",
    series: [
      tasks("completed", "0x12 1x12 2x12 3x12 4x12 5x12 6x12 7x12 8x12 9x12 10x60"),
      tasks("failed", "0x40 1x20 2x140"),
    ],
    at: "36m",
    fires: [],
  },
  {
    alert: "AgentQueueStuck",
    title: "tasks wait and none ends, though a look fails",
    series: [podSamples("a2a_queued_tasks", "a", "2x10 _ 2x40"), tasks("completed", "5x60")],
    at: "11m",
    fires: [ofPod("a")],
  },
  {
    alert: "AgentQueueStuck",
    title: "tasks wait in a pod that never ended one, beside one that works",
    series: [
      podSamples("a2a_queued_tasks", "a", "1x60"),
      tasks("completed", "0x60"),
      podSamples("a2a_queued_tasks", "b", "1x60"),
      tasks("completed", "0+1x60", "b"),
    ],
    at: "11m",
    fires: [ofPod("a")],
  },
  {
    alert: "AgentQueueStuck",
    title: "the last task ended ten minutes ago, and others wait since before that",
    series: [podSamples("a2a_queued_tasks", "a", "2x80"), tasks("completed", "4x20 5x60")],
    at: "15m30s",
    fires: [ofPod("a")],
  },
  {
    alert: "AgentQueueStuck",
    title: "no task has ended for long, and others wait for ten minutes",
    series: [podSamples("a2a_queued_tasks", "a", "0x19 2x60"), tasks("completed", "5x80")],
    at: "15m30s",
    fires: [ofPod("a")],
  },
  {
    alert: "AgentQueueStuck",
    title: "they wait for less than that",
    series: [podSamples("a2a_queued_tasks", "a", "0x19 2x60"), tasks("completed", "5x80")],
    at: "14m30s",
    fires: [],
  },
  {
    alert: "AgentQueueStuck",
    title: "they have waited in a new pod for less than that",
    series: [podSamples("a2a_queued_tasks", "a", "_x19 2x60"), tasks("completed", "_x19 0x60")],
    at: "14m30s",
    fires: [],
  },
  {
    alert: "AgentQueueStuck",
    title: "none waited for a moment",
    series: [podSamples("a2a_queued_tasks", "a", "2x30 0 2x60"), tasks("completed", "5x80")],
    at: "16m",
    fires: [],
  },
  {
    alert: "AgentQueueStuck",
    title: "the pod in which they waited is gone",
    series: [podSamples("a2a_queued_tasks", "a", "2x24 stale"), tasks("completed", "5x24 stale")],
    at: "12m",
    fires: [],
  },
  {
    alert: "AgentQueueStuck",
    title: "tasks wait and others end",
    series: [podSamples("a2a_queued_tasks", "a", "9x60"), tasks("completed", "0x20 1x20 2x20")],
    at: "14m",
    fires: [],
  },
  {
    alert: "AgentQueueStuck",
    title: "no task waits, and none ends",
    series: [podSamples("a2a_queued_tasks", "a", "0x60"), tasks("completed", "5x60")],
    at: "14m",
    fires: [],
  },
  {
    alert: "AgentSaturated",
    title: "every pod is full for a quarter of an hour",
    series: ["a", "b"].map((pod) => podSamples("a2a_saturation_ratio", pod, "0.95x70")),
    at: "16m",
    fires: [AGENT],
  },
  {
    alert: "AgentSaturated",
    title: "one pod is full and the other is not",
    series: [
      podSamples("a2a_saturation_ratio", "a", "1.4x70"),
      podSamples("a2a_saturation_ratio", "b", "0.2x70"),
    ],
    at: "16m",
    fires: [],
  },
  {
    alert: "AgentSaturated",
    title: "a rollout leaves full pods to their drains",
    series: [
      podSamples("a2a_saturation_ratio", "a", "1.4x70"),
      podSamples("a2a_draining", "a", "1x70"),
      podSamples("a2a_saturation_ratio", "b", "0.8x70"),
      podSamples("a2a_draining", "b", "0x70"),
    ],
    at: "16m",
    fires: [],
  },
  {
    alert: "AgentSaturated",
    title: "a peak of ten minutes",
    series: [podSamples("a2a_saturation_ratio", "a", "0.5x20 1x40 0.5x20")],
    at: "15m",
    fires: [],
  },
];
