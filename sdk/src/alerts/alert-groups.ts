import type { Alert } from "./alert.js";
import { AlertSource } from "./alert-source.js";
import { toApiAlerts } from "./api-alerts.js";
import { toCallAlerts } from "./call-alerts.js";
import { toDrainAlerts } from "./drain-alerts.js";
import { toPodAlerts } from "./pod-alerts.js";
import { toRecordingRules } from "./recording-rules.js";
import type { AlertingRule, RecordingRule, RuleGroup } from "./rule-group.js";
import type { AlertRulesSpec } from "./spec.js";
import { toTaskAlerts } from "./task-alerts.js";
import { toWorkloadAlerts } from "./workload-alerts.js";
import { toWorkloadRecordingRules } from "./workload-records.js";

/**
 * The rules about agents, in groups. A group with nothing in it is left out.
 *
 * @param spec says which alerts there are, and when each comes.
 */
export function toAlertGroups(spec: AlertRulesSpec): RuleGroup[] {
  const groups: [name: string, records: RecordingRule[], alerts: Alert[]][] = [
    ["berth-tasks", toRecordingRules(), toTaskAlerts(spec)],
    ["berth-drains", [], toDrainAlerts(spec)],
    ["berth-pods", [], toPodAlerts(spec)],
    ["berth-calls", [], toCallAlerts(spec)],
    ["berth-workloads", toWorkloadRecordingRules(), toWorkloadAlerts(spec)],
    ["berth-apis", [], toApiAlerts(spec)],
  ];
  return groups
    .map(([name, records, alerts]) => {
      const rules = alerts
        .filter((alert) => isWanted(alert, spec))
        .map((alert) => toRule(alert, spec));
      return { name, rules: [...(isReadable(alerts, spec) ? records : []), ...rules] };
    })
    .filter(({ rules }) => rules.length > 0);
}

function isWanted({ name, needs }: Alert, { exclude, sources }: AlertRulesSpec): boolean {
  return hasSources(needs, sources) && !exclude.includes(name);
}

/** Records are for dashboards too: they are there where what they rest on is. */
function isReadable(alerts: readonly Alert[], { sources }: AlertRulesSpec): boolean {
  return alerts.some(({ needs }) => hasSources(needs, sources));
}

function hasSources(needs: readonly AlertSource[], sources: readonly AlertSource[]): boolean {
  return needs.every((source) => source === AlertSource.OwnMetrics || sources.includes(source));
}

function toRule(
  { name, severity, expr, forSeconds, keepFiringSeconds, summary, description }: Alert,
  { labels, runbookUrl }: AlertRulesSpec,
): AlertingRule {
  return {
    alert: name,
    expr,
    ...(forSeconds === 0 ? {} : { for: `${forSeconds}s` }),
    ...(keepFiringSeconds === undefined ? {} : { keep_firing_for: `${keepFiringSeconds}s` }),
    labels: { ...labels, severity },
    annotations: {
      summary,
      description,
      ...(runbookUrl === undefined ? {} : { runbook_url: `${runbookUrl}#${name.toLowerCase()}` }),
    },
  };
}
