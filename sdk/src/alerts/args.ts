import type { AlertSource } from "./alert-source.js";

/**
 * What the alerts about agents are made from
 * (https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/). Nothing is required. All of it
 * is plain, since it becomes text of rules.
 */
export interface AlertRulesArgs {
  /**
   * Whose metrics your Prometheus has besides those of agents: alerts that need others are left out.
   * Defaults to none.
   */
  sources?: AlertSource[];
  /** The names of alerts that are left out, such as `AgentAbsent`. Defaults to none. */
  exclude?: string[];
  /** Labels of every alert, such as `team`, by which an Alertmanager routes it. Defaults to none. */
  labels?: Record<string, string>;
  /**
   * The URL of a page with a section for each alert, by its name in lower-case letters. It becomes the
   * annotation `runbook_url`. Defaults to none.
   */
  runbookUrl?: string;
  /**
   * Seconds for which something is wrong before somebody is told, unless there is a number of its own
   * below. Defaults to 300.
   */
  pendingSeconds?: number;
  /** The share of tasks that may fail: above 0, up to 0.05. Defaults to 0.01. */
  failureBudget?: number;
  /** The least failed tasks that somebody is told of. Defaults to 3. */
  minFailedTasks?: number;
  /** Seconds for which tasks wait in a pod that ends none, at least 60. Defaults to 600. */
  queueStuckSeconds?: number;
  /** The share of its capacity at which an agent is full: above 0, up to 1. Defaults to 0.9. */
  saturation?: number;
  /** Seconds for which an agent is full before somebody is told. Defaults to 900. */
  saturatedSeconds?: number;
  /**
   * The longest `drain.maxTaskSeconds` of your agents. Defaults to 100. Agents with less are told of too
   * late, and those with more too early.
   */
  drainLimitSeconds?: number;
  /**
   * Seconds for which the pods of an agent may have different cards: longer than its rollout takes.
   * Defaults to 1800.
   */
  cardDriftSeconds?: number;
}
