import { DEFAULT_MAX_TASK_SECONDS, type Expect, parseSettings, type Same } from "@berth/contract";
import { z } from "zod";
import { plain } from "../input.js";
import { ALERT_NAMES } from "./alert-names.js";
import { AlertSource } from "./alert-source.js";
import type { AlertRulesArgs } from "./args.js";

/** One look may fail, and a pod may start, before anybody is told. */
export const DEFAULT_PENDING_SECONDS = 300;

/** One task in a hundred. */
export const DEFAULT_FAILURE_BUDGET = 0.01;

/** Of so few tasks a share says nothing. */
export const DEFAULT_MIN_FAILED_TASKS = 3;

/** Longer than most tasks take. */
export const DEFAULT_QUEUE_STUCK_SECONDS = 600;

/** In which a Prometheus looks at a pod a few times. */
export const MIN_QUEUE_STUCK_SECONDS = 60;

/** What is left is less than a scaler can rest on. */
export const DEFAULT_SATURATION = 0.9;

/** Longer than a scaler takes from the least to the greatest number of pods. */
export const DEFAULT_SATURATED_SECONDS = 900;

/** What an Agent gives to its tasks, unless it says otherwise. */
export const DEFAULT_DRAIN_LIMIT_SECONDS = DEFAULT_MAX_TASK_SECONDS;

/** Longer than the rollout of an agent whose pods drain for ten minutes. */
export const DEFAULT_CARD_DRIFT_SECONDS = 1800;

/** At fourteen times as much, an alert about more than all tasks would never come. */
export const MAX_FAILURE_BUDGET = 0.05;

const DAY_SECONDS = 86_400;

/** Labels that alerts are told apart by. */
const OWN_LABELS = ["alertname", "severity", "namespace", "agent", "pod", "peer", "name"];

/** Every rule of AlertRulesArgs, to follow the name of a property and its value. */
export const ALERT_RULES = {
  source: `must be one of ${Object.values(AlertSource).join(", ")}.`,
  alertName: `must be the name of an alert: one of ${ALERT_NAMES.join(", ")}.`,
  labelName:
    "must be the name of a label of Prometheus: letters, digits and '_', not beginning with a digit or '__'.",
  ownLabel: "must not be set: alerts are told apart by it. Give another name.",
  url: "must be an absolute http or https URL.",
  seconds: `must be a whole number of seconds from 1 to ${DAY_SECONDS}.`,
  queueStuck: `must be a whole number of seconds from ${MIN_QUEUE_STUCK_SECONDS} to ${DAY_SECONDS}.`,
  pending: `must be a whole number of seconds from 0 to ${DAY_SECONDS}.`,
  failureBudget: `must be above 0 and at most ${MAX_FAILURE_BUDGET}.`,
  minFailedTasks: "must be a whole number, at least 1.",
  saturation: "must be above 0 and at most 1.",
} as const;

const seconds = z
  .int(ALERT_RULES.seconds)
  .min(1, ALERT_RULES.seconds)
  .max(DAY_SECONDS, ALERT_RULES.seconds);

const labelName = z
  .string()
  .regex(/^(?!__)[A-Za-z_]\w*$/, ALERT_RULES.labelName)
  .refine((name) => !OWN_LABELS.includes(name), ALERT_RULES.ownLabel);

/** The schema of AlertRulesArgs, for args that they are part of. */
export const alertRulesSchema = plain(
  z.strictObject({
    sources: plain(z.array(z.enum(AlertSource, ALERT_RULES.source))).default([]),
    exclude: plain(z.array(z.string().refine(isAlertName, ALERT_RULES.alertName))).default([]),
    labels: plain(z.record(labelName, plain(z.string()))).default({}),
    runbookUrl: plain(z.url({ protocol: /^https?$/, error: ALERT_RULES.url })).optional(),
    pendingSeconds: plain(
      z.int(ALERT_RULES.pending).min(0, ALERT_RULES.pending).max(DAY_SECONDS, ALERT_RULES.pending),
    ).default(DEFAULT_PENDING_SECONDS),
    failureBudget: plain(
      z
        .number(ALERT_RULES.failureBudget)
        .positive(ALERT_RULES.failureBudget)
        .max(MAX_FAILURE_BUDGET, ALERT_RULES.failureBudget),
    ).default(DEFAULT_FAILURE_BUDGET),
    minFailedTasks: plain(
      z.int(ALERT_RULES.minFailedTasks).min(1, ALERT_RULES.minFailedTasks),
    ).default(DEFAULT_MIN_FAILED_TASKS),
    queueStuckSeconds: plain(
      z
        .int(ALERT_RULES.queueStuck)
        .min(MIN_QUEUE_STUCK_SECONDS, ALERT_RULES.queueStuck)
        .max(DAY_SECONDS, ALERT_RULES.queueStuck),
    ).default(DEFAULT_QUEUE_STUCK_SECONDS),
    saturation: plain(
      z
        .number(ALERT_RULES.saturation)
        .positive(ALERT_RULES.saturation)
        .max(1, ALERT_RULES.saturation),
    ).default(DEFAULT_SATURATION),
    saturatedSeconds: plain(seconds).default(DEFAULT_SATURATED_SECONDS),
    drainLimitSeconds: plain(seconds).default(DEFAULT_DRAIN_LIMIT_SECONDS),
    cardDriftSeconds: plain(seconds).default(DEFAULT_CARD_DRIFT_SECONDS),
  }),
);

/** @internal */
export type _AlertRulesArgsInStep = Expect<Same<AlertRulesArgs, z.input<typeof alertRulesSchema>>>;

/** What the alerts are made from, checked and with its defaults. */
export type AlertRulesSpec = z.output<typeof alertRulesSchema>;

/**
 * Checks what the alerts are made from and fills in the defaults.
 *
 * @throws SettingsError with all issues at once.
 */
export function toAlertRulesSpec(args: AlertRulesArgs): AlertRulesSpec {
  return parseSettings(alertRulesSchema, args);
}

function isAlertName(text: string): boolean {
  return ALERT_NAMES.some((name) => name === text);
}
