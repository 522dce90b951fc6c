/** A rule that tells somebody when its expression has a result. */
export interface AlertingRule {
  alert: string;
  expr: string;
  /** How long it must have one, such as `300s`. Undefined for the first time. */
  for?: string;
  /** How long it goes on telling afterwards. */
  keep_firing_for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** A rule that keeps the result of its expression as a metric. */
export interface RecordingRule {
  record: string;
  expr: string;
}

/** Rules that are evaluated one after the other. */
export interface RuleGroup {
  name: string;
  rules: (AlertingRule | RecordingRule)[];
}

/** A file of rules as Prometheus reads it, written as JSON or YAML. */
export interface RuleFile {
  groups: RuleGroup[];
}
