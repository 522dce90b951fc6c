import { ABORT_WINDOW_SECONDS, METRICS } from "@berth/contract";
import { type Alert, AlertSeverity } from "./alert.js";
import { AlertSource } from "./alert-source.js";
import { byPod, ofAgents, toGrowth } from "./expressions.js";
import type { AlertRulesSpec } from "./spec.js";

/** The share of a drain after which its tasks are about to be cut off: two looks before the end. */
const NEAR_LIMIT_SHARE = 0.7;

/** What a process may take to end after it gave its tasks up, with the looks that tell of it. */
const OVERDUE_SLACK_SECONDS = 60;

/** For how long somebody is told of what has happened. */
const TOLD_SECONDS = 900;

/** The alerts about pods that go away. */
export function toDrainAlerts(spec: AlertRulesSpec): Alert[] {
  return [toTasksAborted(), toNearLimit(spec), toOverdue(spec)];
}

function toTasksAborted(): Alert {
  const aborted = toGrowth(ofAgents(METRICS.drainTasks, 'outcome="aborted"'), TOLD_SECONDS);
  return {
    name: "AgentTasksAborted",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: `sum by (namespace, agent) (${byPod(aborted)}) > 0`,
    forSeconds: 0,
    summary: "Tasks of agent {{ $labels.agent }} were cut off when a pod went away.",
    description:
      "Pods of agent {{ $labels.namespace }}/{{ $labels.agent }} went away before their tasks had ended: those " +
      "are recorded as failed. Raise its 'drain.maxTaskSeconds' to what its longest tasks take, or make " +
      "those shorter.",
  };
}

/**
 * A process ends as soon as it has cut its last task off, mostly before anybody looks at it again. So
 * this tells of it before it happens.
 */
function toNearLimit({ drainLimitSeconds }: AlertRulesSpec): Alert {
  const nearSeconds = Math.round(drainLimitSeconds * NEAR_LIMIT_SHARE);
  return {
    name: "AgentDrainNearLimit",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: [
      `max by (namespace, agent, pod) (${ofAgents(METRICS.activeTasks)}) > 0`,
      `and on (namespace, pod) ${METRICS.draining.name} == 1`,
      `and on (namespace, pod) ${METRICS.draining.name} offset ${nearSeconds}s == 1`,
    ].join("\n"),
    forSeconds: 0,
    keepFiringSeconds: TOLD_SECONDS,
    summary: "Tasks still run in pod {{ $labels.pod }}, which has little time left to drain.",
    description:
      `Pod {{ $labels.namespace }}/{{ $labels.pod }} of agent {{ $labels.agent }} has been going away for ` +
      `${nearSeconds} s and still works on tasks. After its 'drain.maxTaskSeconds' they are cut off. Raise ` +
      "that to what its longest tasks take. Where it is higher than 'drainLimitSeconds' already, raise that.",
  };
}

function toOverdue({ drainLimitSeconds }: AlertRulesSpec): Alert {
  const overdueSeconds = drainLimitSeconds + ABORT_WINDOW_SECONDS + OVERDUE_SLACK_SECONDS;
  return {
    name: "AgentDrainOverdue",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: [
      `max by (namespace, agent, pod) (${ofAgents(METRICS.draining)}) == 1`,
      `and on (namespace, pod) ${METRICS.draining.name} offset ${overdueSeconds}s == 1`,
    ].join("\n"),
    forSeconds: 0,
    summary:
      "Pod {{ $labels.pod }} of agent {{ $labels.agent }} does not come to the end of its drain.",
    description:
      `Pod {{ $labels.namespace }}/{{ $labels.pod }} has been going away for ${overdueSeconds} s, longer than a ` +
      `drain of ${drainLimitSeconds} s takes, and holds a node or a rollout up. Where the agent has a higher ` +
      "'drain.maxTaskSeconds', give that as 'drainLimitSeconds'. Else read the logs of the pod and delete it.",
  };
}
