import { ALERT_NAMES } from "./alert-names.js";
import { AlertSource } from "./alert-source.js";
import type { AlertRulesArgs } from "./args.js";
import {
  DEFAULT_CARD_DRIFT_SECONDS,
  DEFAULT_DRAIN_LIMIT_SECONDS,
  DEFAULT_FAILURE_BUDGET,
  DEFAULT_MIN_FAILED_TASKS,
  DEFAULT_PENDING_SECONDS,
  DEFAULT_QUEUE_STUCK_SECONDS,
  DEFAULT_SATURATED_SECONDS,
  DEFAULT_SATURATION,
} from "./spec.js";

/** An option of the command, which gives one of AlertRulesArgs. */
export interface AlertsOption {
  /** What follows `--`. */
  flag: string;
  /** What stands for its value in the help. */
  placeholder: string;
  help: string;
  /** What is given when nobody gives it, as the help tells it. */
  byDefault: number | "none";
  /** Makes the value of the args out of all that was given, which is once at least. */
  toValue: (given: readonly string[]) => unknown;
}

const toLast = (given: readonly string[]): string | undefined => given.at(-1);

/** What is no number is left as it is: the schema says what it must be. */
function toNumber(given: readonly string[]): unknown {
  const text = given.at(-1) ?? "";
  const number = Number(text);
  return text.trim() === "" || Number.isNaN(number) ? text : number;
}

function toLabels(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const end = text.indexOf("=");
      if (end < 1) {
        throw new Error(
          `'--label' (${text}) must be a name and a value with '=' in between, such as team=search.`,
        );
      }
      return [text.slice(0, end), text.slice(end + 1)];
    }),
  );
}

const seconds = (flag: string, byDefault: number, help: string): AlertsOption => ({
  ...{ flag, placeholder: "seconds", help, byDefault },
  toValue: toNumber,
});

const number = (flag: string, byDefault: number, help: string): AlertsOption => ({
  ...{ flag, placeholder: "number", help, byDefault },
  toValue: toNumber,
});

const OTHER_SOURCES = Object.values(AlertSource).filter((name) => name !== AlertSource.OwnMetrics);

/** The options of the command, in the order of the help. */
export const ALERTS_OPTIONS: Record<keyof AlertRulesArgs, AlertsOption> = {
  sources: {
    flag: "source",
    placeholder: "name",
    help: `whose metrics there are besides those of agents: ${OTHER_SOURCES.join(", ")}; may be repeated`,
    byDefault: "none",
    toValue: (given) => given,
  },
  exclude: {
    flag: "exclude",
    placeholder: "alert",
    help: `an alert that is left out, such as ${ALERT_NAMES[0]}; may be repeated`,
    byDefault: "none",
    toValue: (given) => given,
  },
  labels: {
    flag: "label",
    placeholder: "name=value",
    help: "a label of every alert, such as team=search; may be repeated",
    byDefault: "none",
    toValue: toLabels,
  },
  runbookUrl: {
    flag: "runbook-url",
    placeholder: "url",
    help: "a page with a section for each alert, by its name in lower-case letters",
    byDefault: "none",
    toValue: toLast,
  },
  pendingSeconds: seconds(
    "pending-seconds",
    DEFAULT_PENDING_SECONDS,
    "for which something is wrong before somebody is told",
  ),
  failureBudget: number(
    "failure-budget",
    DEFAULT_FAILURE_BUDGET,
    "the share of tasks that may fail",
  ),
  minFailedTasks: number(
    "min-failed-tasks",
    DEFAULT_MIN_FAILED_TASKS,
    "the least failed tasks that somebody is told of",
  ),
  queueStuckSeconds: seconds(
    "queue-stuck-seconds",
    DEFAULT_QUEUE_STUCK_SECONDS,
    "for which tasks wait in a pod that ends none",
  ),
  saturation: number(
    "saturation",
    DEFAULT_SATURATION,
    "the share of its capacity at which an agent is full",
  ),
  saturatedSeconds: seconds(
    "saturated-seconds",
    DEFAULT_SATURATED_SECONDS,
    "for which an agent is full before somebody is told",
  ),
  drainLimitSeconds: seconds(
    "drain-limit-seconds",
    DEFAULT_DRAIN_LIMIT_SECONDS,
    "the longest 'drain.maxTaskSeconds' of your agents",
  ),
  cardDriftSeconds: seconds(
    "card-drift-seconds",
    DEFAULT_CARD_DRIFT_SECONDS,
    "for which the pods of an agent may have different cards",
  ),
};
