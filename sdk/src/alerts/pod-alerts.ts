import { METRICS } from "@berth/contract";
import { type Alert, AlertSeverity } from "./alert.js";
import { AlertSource } from "./alert-source.js";
import { ofAgents, onlyValid } from "./expressions.js";
import type { AlertRulesSpec } from "./spec.js";

/** What Prometheus says of its looks at a target: 1 when the last one went well. */
const UP = ofAgents({ name: "up" });

/** For how long an agent counts as one that was there. */
const ABSENT_LOOKBACK_SECONDS = 1800;

/** The alerts about what Prometheus sees of pods. */
export function toPodAlerts(spec: AlertRulesSpec): Alert[] {
  return [
    toScrapeFailing(spec),
    toLoadMissing(spec),
    toLoadInvalid(spec),
    toAbsent(spec),
    toCardDrift(spec),
  ];
}

function toScrapeFailing({ pendingSeconds }: AlertRulesSpec): Alert {
  return {
    name: "AgentScrapeFailing",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: `max by (namespace, agent, pod) (${UP}) == 0`,
    forSeconds: pendingSeconds,
    summary: "Prometheus gets no metrics from pod {{ $labels.pod }} of agent {{ $labels.agent }}.",
    description:
      "Looks at the metrics of pod {{ $labels.namespace }}/{{ $labels.pod }} fail, so its tasks count for " +
      "nobody: the agent does not shrink, and grows too late. See whether the pod is ready, what the page " +
      "'Targets' of Prometheus says, and whether the agent's 'monitoring.prometheus' admits the pods of " +
      "Prometheus.",
  };
}

function toLoadMissing({ pendingSeconds }: AlertRulesSpec): Alert {
  return {
    name: "AgentLoadMissing",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: [
      `max by (namespace, agent, pod) (${UP}) == 1`,
      `unless on (namespace, pod) ${METRICS.activeTasks.name}`,
    ].join("\n"),
    forSeconds: pendingSeconds,
    summary:
      "Pod {{ $labels.pod }} of agent {{ $labels.agent }} does not say how many tasks it works on.",
    description:
      `Pod {{ $labels.namespace }}/{{ $labels.pod }} has metrics without '${METRICS.activeTasks.name}', on which ` +
      "scaling rests. An image in the runtime mode None must export that from its start, with 0. Else see " +
      "whether a rule of Prometheus drops it.",
  };
}

function toLoadInvalid({ pendingSeconds }: AlertRulesSpec): Alert {
  const invalid = [METRICS.activeTasks, METRICS.saturationRatio]
    .map((metric) => ofAgents(metric))
    .map((selector) => `${selector} unless (${onlyValid(selector)})`)
    .map((vector) => `group by (namespace, agent, pod) (${vector})`);
  return {
    name: "AgentLoadInvalid",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: invalid.join("\nor "),
    forSeconds: pendingSeconds,
    summary:
      "The load that pod {{ $labels.pod }} of agent {{ $labels.agent }} tells is no number of tasks.",
    description:
      `'${METRICS.activeTasks.name}' or '${METRICS.saturationRatio.name}' of pod ` +
      "{{ $labels.namespace }}/{{ $labels.pod }} is negative, infinite or not a number. Scaling takes the pod for " +
      "one without a sample: the agent does not shrink. Correct what its image exports.",
  };
}

function toAbsent({ pendingSeconds }: AlertRulesSpec): Alert {
  return {
    name: "AgentAbsent",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: [
      `group by (namespace, agent) (max_over_time(${UP}[${ABSENT_LOOKBACK_SECONDS}s]) == 1)`,
      `unless on (namespace, agent) ${UP} == 1`,
    ].join("\n"),
    forSeconds: pendingSeconds,
    summary: "No pod of agent {{ $labels.agent }} is seen any more.",
    description:
      "Prometheus got metrics of agent {{ $labels.namespace }}/{{ $labels.agent }} within the last " +
      `${ABSENT_LOOKBACK_SECONDS / 60} minutes, and gets none now. Look for its pods and their events. Where ` +
      "it was removed on purpose this ends by itself.",
  };
}

function toCardDrift({ cardDriftSeconds }: AlertRulesSpec): Alert {
  const cards =
    `${ofAgents(METRICS.agentInfo)} ` + `unless on (namespace, pod) ${METRICS.draining.name} == 1`;
  return {
    name: "AgentCardDrift",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: `count by (namespace, agent) (count by (namespace, agent, card_hash) (${cards})) > 1`,
    forSeconds: cardDriftSeconds,
    summary: "Pods of agent {{ $labels.agent }} have {{ $value }} different cards.",
    description:
      `For ${cardDriftSeconds} s callers of agent {{ $labels.namespace }}/{{ $labels.agent }} have got one card or ` +
      "another, by the pod they reached. See whether a rollout of it is stuck, and finish it or take it " +
      "back.",
  };
}
