import { METRICS } from "@berth/contract";
import type { PrometheusAdapterRuleArgs } from "./rule-args.js";

/** The load of a pod, by which agents are scaled. */
export const LOAD_METRICS: readonly string[] = [
  METRICS.activeTasks.name,
  METRICS.queuedTasks.name,
  METRICS.saturationRatio.name,
];

/**
 * The load of each pod: the greatest value of the last minute, so that a burst between two looks counts.
 * A pod that Prometheus knows by several targets counts once.
 *
 * What is no load is dropped: the adapter makes 0 of what is not a number, and anything of what is
 * infinite. The pod then has no sample, which a HorizontalPodAutoscaler takes for a pod that it must
 * neither remove nor add to for.
 */
export const LOAD_QUERY =
  "max by (<<.GroupBy>>) (sum by (<<.GroupBy>>, job, instance) " +
  "(max_over_time(<<.Series>>{<<.LabelMatchers>>}[1m])) >= 0 < +Inf)";

/** The rules for every agent of the cluster: agents never add to them. */
export const LOAD_RULES: readonly PrometheusAdapterRuleArgs[] = LOAD_METRICS.map((metric) => ({
  seriesQuery: `${metric}{namespace!="",pod!=""}`,
  resources: {
    overrides: { namespace: { resource: "namespace" }, pod: { resource: "pod" } },
  },
  name: { matches: `^${metric}$`, as: metric },
  metricsQuery: LOAD_QUERY,
}));
