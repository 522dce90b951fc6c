import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { AlertRulesArgs } from "../../../sdk/src/alerts/args.ts";
import { ALERT_RULES, toAlertRulesSpec } from "../../../sdk/src/alerts/spec.ts";

function catchReasons(args: unknown): string[] {
  try {
    toAlertRulesSpec(args as AlertRulesArgs);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.issues.map(({ reason }) => reason);
    }
    throw error;
  }
}

/** For every rule, what breaks it and who is told to have done so. */
const BROKEN: Record<keyof typeof ALERT_RULES, [args: object, subject: string][]> = {
  source: [[{ sources: ["Node"] }, "'sources[0]' (Node)"]],
  alertName: [[{ exclude: ["AgentGone"] }, "'exclude[0]' (AgentGone)"]],
  labelName: [
    [{ labels: { "team/a": "x" } }, "'labels[\"team/a\"]'"],
    [{ labels: { __name__: "x" } }, "'labels.__name__'"],
  ],
  ownLabel: [[{ labels: { severity: "page" } }, "'labels.severity'"]],
  url: [[{ runbookUrl: "runbook.md" }, "'runbookUrl' (runbook.md)"]],
  seconds: [
    [{ saturatedSeconds: 1.5 }, "'saturatedSeconds' (1.5)"],
    [{ drainLimitSeconds: 86_401 }, "'drainLimitSeconds' (86401)"],
    [{ cardDriftSeconds: "30m" }, "'cardDriftSeconds' (30m)"],
  ],
  queueStuck: [
    [{ queueStuckSeconds: 59 }, "'queueStuckSeconds' (59)"],
    [{ queueStuckSeconds: 86_401 }, "'queueStuckSeconds' (86401)"],
  ],
  pending: [[{ pendingSeconds: -1 }, "'pendingSeconds' (-1)"]],
  failureBudget: [
    [{ failureBudget: 0 }, "'failureBudget' (0)"],
    [{ failureBudget: 0.06 }, "'failureBudget' (0.06)"],
  ],
  minFailedTasks: [[{ minFailedTasks: 0 }, "'minFailedTasks' (0)"]],
  saturation: [
    [{ saturation: 0 }, "'saturation' (0)"],
    [{ saturation: 1.1 }, "'saturation' (1.1)"],
  ],
};

describe("toAlertRulesSpec", () => {
  it("needs nothing", () => {
    expect(toAlertRulesSpec({})).toEqual({
      sources: [],
      exclude: [],
      labels: {},
      pendingSeconds: 300,
      failureBudget: 0.01,
      minFailedTasks: 3,
      queueStuckSeconds: 600,
      saturation: 0.9,
      saturatedSeconds: 900,
      drainLimitSeconds: 100,
      cardDriftSeconds: 1800,
    });
  });

  it.each(Object.keys(BROKEN) as (keyof typeof ALERT_RULES)[])("holds the rule '%s'", (rule) => {
    for (const [args, subject] of BROKEN[rule]) {
      expect(catchReasons(args)).toEqual([`${subject} ${ALERT_RULES[rule]}`]);
    }
  });

  it("takes the least and the most that the rules allow", () => {
    expect(catchReasons({ pendingSeconds: 0, failureBudget: 0.05, saturation: 1 })).toEqual([]);
    expect(
      catchReasons({ pendingSeconds: 86_400, queueStuckSeconds: 60, saturatedSeconds: 1 }),
    ).toEqual([]);
  });

  it("tells all issues at once", () => {
    expect(
      catchReasons({ pendingSeconds: -1, saturation: 2, colour: "red", labels: { pod: "a" } }),
    ).toEqual([
      "'labels.pod' must not be set: alerts are told apart by it. Give another name.",
      "'pendingSeconds' (-1) must be a whole number of seconds from 0 to 86400.",
      "'saturation' (2) must be above 0 and at most 1.",
      "'colour' is not a known property. Remove it.",
    ]);
  });

  it("refuses an Output, which is known too late for the text of a rule", () => {
    const reason = "must be plain: an Output is known too late to decide what is made.";
    expect(catchReasons({ saturation: pulumi.output(0.5) })).toEqual([`'saturation' ${reason}`]);
    expect(catchReasons({ labels: { team: pulumi.output("a") } })).toEqual([
      `'labels.team' ${reason}`,
    ]);
  });
});
