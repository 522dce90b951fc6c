import { METRICS } from "@berth/contract";
import { byPod, ofAgents, onlyValid } from "./expressions.js";
import type { RecordingRule } from "./rule-group.js";

/** The windows over which the share of failed tasks is looked at, as PromQL writes them. */
export type FailureWindow = "5m" | "30m" | "1h" | "6h";

/** Those in which failed tasks are counted too. */
export type LongFailureWindow = "1h" | "6h";

const FAILURE_WINDOWS: readonly FailureWindow[] = ["5m", "30m", "1h", "6h"];

/** The states that end a task, which then counts as good or as failed. */
const END_STATES = "canceled|completed|failed|rejected";

/** The metrics that are kept for each agent, for alerts and dashboards. */
export const RECORDS = {
  activeTasks: "namespace_agent:a2a_active_tasks:sum",
  queuedTasks: "namespace_agent:a2a_queued_tasks:sum",
  saturation: "namespace_agent:a2a_saturation_ratio:avg",
  pods: "namespace_agent:a2a_pods:count",
  /** How many tasks end in a second, by their state. */
  taskRate: "namespace_agent_state:a2a_tasks:rate5m",
} as const;

/** The share of the tasks of an agent that failed. */
export function toFailureRatio(window: FailureWindow): string {
  return `namespace_agent:a2a_task_failures:ratio_rate${window}`;
}

/** How many tasks of an agent failed. */
export function toFailureCount(window: LongFailureWindow): string {
  return `namespace_agent:a2a_task_failures:increase${window}`;
}

/** The rules that keep those metrics. They come before the alerts that read them. */
export function toRecordingRules(): RecordingRule[] {
  const active = byPod(onlyValid(ofAgents(METRICS.activeTasks)));
  const saturation = byPod(onlyValid(ofAgents(METRICS.saturationRatio)));
  return [
    { record: RECORDS.activeTasks, expr: `sum by (namespace, agent) (${active})` },
    {
      record: RECORDS.queuedTasks,
      expr: `sum by (namespace, agent) (${byPod(onlyValid(ofAgents(METRICS.queuedTasks)))})`,
    },
    {
      // A pod that goes away takes no more: its share says nothing of the agent.
      record: RECORDS.saturation,
      expr:
        `avg by (namespace, agent) (${saturation} ` +
        `unless on (namespace, pod) ${METRICS.draining.name} == 1)`,
    },
    { record: RECORDS.pods, expr: `count by (namespace, agent) (${active})` },
    {
      record: RECORDS.taskRate,
      expr: `sum by (namespace, agent, state) (${byPod(`rate(${ofAgents(METRICS.tasks)}[5m])`, "state")})`,
    },
    ...FAILURE_WINDOWS.map(toFailureRule),
    ...toFailureCountRules(),
  ];
}

/**
 * That of an hour is exact at once, since it wakes somebody. Six hours of all pods' counters are a lot to
 * read: a rate that is read each minute counts the tasks of that minute, as a fraction.
 */
function toFailureCountRules(): RecordingRule[] {
  const failed = 'state="failed"';
  const lastHour = byPod(`increase(${ofAgents(METRICS.tasks, failed)}[1h])`);
  const eachMinute = `sum_over_time(${RECORDS.taskRate}{${failed}}[6h:1m])`;
  return [
    { record: toFailureCount("1h"), expr: `sum by (namespace, agent) (${lastHour})` },
    {
      record: toFailureCount("6h"),
      expr: `round(60 * sum by (namespace, agent) (${eachMinute}))`,
    },
  ];
}

/** Of the rates that are kept, not of all pods' counters: six hours of those are a lot to read. */
function toFailureRule(window: FailureWindow): RecordingRule {
  const sum = (matcher: string): string => {
    const rate = `${RECORDS.taskRate}{${matcher}}`;
    return `sum by (namespace, agent) (${window === "5m" ? rate : `sum_over_time(${rate}[${window}])`})`;
  };
  return {
    record: toFailureRatio(window),
    expr: `${sum('state="failed"')} / ${sum(`state=~"${END_STATES}"`)}`,
  };
}
