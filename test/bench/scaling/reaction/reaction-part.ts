import { type Samples, toMedian } from "../../rounds.ts";
import { type Column, type Part, toPart } from "../../runtime/report.ts";
import type { Reaction } from "./reaction.ts";

/** How often Prometheus looks at a pod. */
const SCRAPE_SECONDS = 15;

/** How often the controller of HorizontalPodAutoscalers looks at a metric: Kubernetes' default. */
const SYNC_SECONDS = 15;

const COLUMNS: readonly Column<Reaction>[] = [
  { name: "loadToNeed", unit: "s", read: ({ needSeconds }) => needSeconds },
  { name: "loadToFirstNewPod", unit: "s", read: ({ firstPodSeconds }) => firstPodSeconds },
  { name: "loadToFirstNewReadyPod", unit: "s", read: ({ firstReadySeconds }) => firstReadySeconds },
  { name: "podStart", unit: "s", read: ({ podStartSeconds }) => podStartSeconds },
  { name: "expectedPods", unit: "", read: ({ expectedPods }) => expectedPods },
  { name: "mostPods", unit: "", read: ({ mostPods }) => mostPods },
  { name: "overshoot", unit: "pods", read: ({ overshootPods }) => overshootPods },
];

/**
 * The medians of all rounds. Beside them is what a scaler can promise at best: one scrape interval, one
 * sync interval and the start of a pod, as both agents' pods took on average. A single round may be
 * faster, for it need not wait for the whole of an interval.
 */
export function toReactionPart(samples: Samples<Reaction>, lostTasks: number): Part {
  const { figures } = toPart(samples, COLUMNS);
  const reactions = Object.values(samples).flat();
  const podStart = toMedian(reactions.map(({ podStartSeconds }) => podStartSeconds));
  const bound = SCRAPE_SECONDS + SYNC_SECONDS + podStart;
  const needToReady = Object.entries(samples).map(([name, values]) => ({
    name: `needToFirstNewReadyPod ${name}`,
    value: toMedian(
      values.map(({ firstReadySeconds, needSeconds }) => firstReadySeconds - needSeconds),
    ),
    unit: "s",
  }));
  return {
    figures: [
      ...figures,
      ...needToReady,
      { name: "needToFirstNewReadyPod bound", value: bound, unit: "s" },
      { name: "lostTasks", value: lostTasks, unit: "" },
    ],
    ratios: Object.fromEntries(
      needToReady.map(({ name, value }) => [`${name} of bound`, value / bound]),
    ),
  };
}
