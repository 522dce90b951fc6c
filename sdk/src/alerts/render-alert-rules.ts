import { toAlertGroups } from "./alert-groups.js";
import type { AlertRulesArgs } from "./args.js";
import type { RuleFile } from "./rule-group.js";
import { toAlertRulesSpec } from "./spec.js";

/**
 * Renders the alerts about agents, and the metrics that they and dashboards rest on, as a file of rules
 * of Prometheus (https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/). Write it down
 * as JSON or YAML: `promtool check rules` and Prometheus read both.
 *
 * @throws SettingsError with all issues at once.
 */
export function renderAlertRules(args: AlertRulesArgs = {}): RuleFile {
  return { groups: toAlertGroups(toAlertRulesSpec(args)) };
}
