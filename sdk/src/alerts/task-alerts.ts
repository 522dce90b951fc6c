import { METRICS } from "@berth/contract";
import { type Alert, AlertSeverity } from "./alert.js";
import { AlertSource } from "./alert-source.js";
import { ofAgents } from "./expressions.js";
import {
  type FailureWindow,
  type LongFailureWindow,
  RECORDS,
  toFailureCount,
  toFailureRatio,
} from "./recording-rules.js";
import type { AlertRulesSpec } from "./spec.js";

/** The alerts about what becomes of tasks. */
export function toTaskAlerts(spec: AlertRulesSpec): Alert[] {
  return [
    toFailureBurn(spec, {
      name: "AgentTaskFailureBurn",
      severity: AlertSeverity.Critical,
      factor: FAST_BURN_FACTOR,
      windows: ["1h", "5m"],
      forSeconds: 120,
    }),
    toFailureBurn(spec, {
      name: "AgentTaskFailureBurnSlow",
      severity: AlertSeverity.Warning,
      factor: SLOW_BURN_FACTOR,
      windows: ["6h", "30m"],
      forSeconds: 900,
    }),
    toQueueStuck(spec),
    toSaturated(spec),
  ];
}

/** Both of https://sre.google/workbook/alerting-on-slos/, for a budget of 30 days. */
const FAST_BURN_FACTOR = 14.4;
const SLOW_BURN_FACTOR = 6;

interface FailureBurn extends Pick<Alert, "name" | "severity" | "forSeconds"> {
  /** How many times faster than a month the budget is used up. */
  factor: number;
  /** The long one tells that it matters, the short one that it still happens. */
  windows: [long: LongFailureWindow, short: FailureWindow];
}

function toFailureBurn(
  { failureBudget, minFailedTasks }: AlertRulesSpec,
  { factor, windows: [long, short], ...alert }: FailureBurn,
): Alert {
  // Without the last digits of a product of binary fractions.
  const share = Number((factor * failureBudget).toPrecision(6));
  return {
    ...alert,
    needs: [AlertSource.OwnMetrics],
    expr: [
      `${toFailureRatio(long)} > ${share}`,
      `and ${toFailureRatio(short)} > ${share}`,
      `and ${toFailureCount(long)} >= ${minFailedTasks}`,
    ].join("\n"),
    summary: "{{ $value | humanizePercentage }} of the tasks of agent {{ $labels.agent }} fail.",
    description:
      `More than ${factor} times the budget of ${failureBudget * 100} % of the tasks of agent ` +
      `{{ $labels.namespace }}/{{ $labels.agent }} failed within ${long}, and still do. Read the logs of its ` +
      "pods for what its executor throws, and see whether it began with a new image or with a service " +
      "that it calls.",
  };
}

function toQueueStuck({ queueStuckSeconds }: AlertRulesSpec): Alert {
  const queued = ofAgents(METRICS.queuedTasks);
  const window = `${queueStuckSeconds}s`;
  return {
    name: "AgentQueueStuck",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Critical,
    expr: [
      `max by (namespace, agent, pod) (${queued}) > 0`,
      `and on (namespace, pod) ${queued} offset ${window} > 0`,
      `and on (namespace, pod) min_over_time(${queued}[${window}]) > 0`,
      `unless on (namespace, pod) increase(${ofAgents(METRICS.tasks)}[${window}]) > 0`,
    ].join("\n"),
    // All of that time is looked at: to wait for it once more would tell of it twice as late.
    forSeconds: 0,
    summary: "Tasks wait in pod {{ $labels.pod }}, which ends none.",
    description:
      `For ${queueStuckSeconds} s tasks have waited in pod {{ $labels.namespace }}/{{ $labels.pod }} of agent ` +
      "{{ $labels.agent }}, and none of those that run has ended. Where they take that long, give a higher " +
      "'queueStuckSeconds' and more capacity or pods. Else its executor hangs: read the logs, and restart " +
      "the pod.",
  };
}

function toSaturated({ saturatedSeconds, saturation }: AlertRulesSpec): Alert {
  return {
    name: "AgentSaturated",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: `${RECORDS.saturation} > ${saturation}`,
    forSeconds: saturatedSeconds,
    summary:
      "Agent {{ $labels.agent }} is full: {{ $value | humanizePercentage }} of its capacity.",
    description:
      `For ${saturatedSeconds} s the tasks of agent {{ $labels.namespace }}/{{ $labels.agent }}, running and ` +
      "waiting, have come near to what its pods work on at a time. Raise its 'maxReplicas', or its " +
      "'replicas' where it has no 'scaling'; see whether its scaler works.",
  };
}
