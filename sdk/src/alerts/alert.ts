import type { AlertName } from "./alert-names.js";
import type { AlertSource } from "./alert-source.js";

/** How urgent an alert is, in the words of most routings. */
export const AlertSeverity = {
  /** Callers notice: somebody must act now. */
  Critical: "critical",
  /** It will go wrong, or goes wrong for a few: somebody must act today. */
  Warning: "warning",
} as const;

/** How urgent an alert is. */
export type AlertSeverity = (typeof AlertSeverity)[keyof typeof AlertSeverity];

/** An alert, before options and form are put around it. */
export interface Alert {
  name: AlertName;
  /** Whose metrics it rests on. It is left out where one of them is not there. */
  needs: readonly AlertSource[];
  severity: AlertSeverity;
  expr: string;
  /** How long it must have a result. 0 for once. */
  forSeconds: number;
  /** How long somebody is told after it had one: for what is over before anybody can look. */
  keepFiringSeconds?: number;
  /** What is wrong, in a line. */
  summary: string;
  /** What it means, and what to do. */
  description: string;
}
