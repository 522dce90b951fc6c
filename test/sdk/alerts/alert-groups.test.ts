import { METRICS } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { toAlertGroups } from "../../../sdk/src/alerts/alert-groups.ts";
import { ALERT_NAMES, type AlertName } from "../../../sdk/src/alerts/alert-names.ts";
import { AlertSource } from "../../../sdk/src/alerts/alert-source.ts";
import type { AlertRulesArgs } from "../../../sdk/src/alerts/args.ts";
import type { AlertingRule, RuleGroup } from "../../../sdk/src/alerts/rule-group.ts";
import { toAlertRulesSpec } from "../../../sdk/src/alerts/spec.ts";

const ALL_SOURCES = Object.values(AlertSource);

function toGroups(args: AlertRulesArgs = {}): RuleGroup[] {
  return toAlertGroups(toAlertRulesSpec(args));
}

function toAlerts(args: AlertRulesArgs = {}): AlertingRule[] {
  return toGroups(args).flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));
}

function toNames(args: AlertRulesArgs = {}): string[] {
  return toAlerts(args).map(({ alert }) => alert);
}

function findAlert(name: AlertName, args: AlertRulesArgs = {}): AlertingRule | undefined {
  return toAlerts({ sources: ALL_SOURCES, ...args }).find(({ alert }) => alert === name);
}

/** What is named in expressions, without what is quoted there. */
function toWords(expressions: readonly string[], pattern: RegExp): Set<string> {
  return new Set(
    expressions.flatMap((expr) => expr.replaceAll(/"[^"]*"/g, "").match(pattern) ?? []),
  );
}

describe("toAlertGroups", () => {
  it("has the alerts that rest on the metrics of agents alone", () => {
    expect(toNames()).toEqual([
      "AgentTaskFailureBurn",
      "AgentTaskFailureBurnSlow",
      "AgentQueueStuck",
      "AgentSaturated",
      "AgentTasksAborted",
      "AgentDrainNearLimit",
      "AgentDrainOverdue",
      "AgentScrapeFailing",
      "AgentLoadMissing",
      "AgentLoadInvalid",
      "AgentAbsent",
      "AgentCardDrift",
      "AgentPushDeliveriesGivenUp",
      "AgentPeerFailing",
    ]);
    expect(toGroups().map(({ name }) => name)).toEqual([
      "berth-tasks",
      "berth-drains",
      "berth-pods",
      "berth-calls",
    ]);
  });

  it.each([
    [
      [AlertSource.KubeStateMetrics],
      [
        "AgentNoReadyPods",
        "AgentPodStuckTerminating",
        "AgentScalingBlind",
        "AgentSaturatedAtMax",
        "AgentMetricMissing",
      ],
    ],
    [[AlertSource.ApiServer], ["MetricsApiDown"]],
    [[AlertSource.Keda], ["KedaScalerErrors", "KedaSourceEmpty"]],
    [
      [AlertSource.ApiServer, AlertSource.Keda],
      ["MetricsApiDown", "KedaMetricsApiDown", "KedaScalerErrors", "KedaSourceEmpty"],
    ],
    [[AlertSource.OwnMetrics], []],
  ])("has more with %j", (sources, more) => {
    expect(toNames({ sources })).toEqual([...toNames(), ...more]);
  });

  it("has every alert that has a name, once, where all metrics are there", () => {
    expect(toNames({ sources: ALL_SOURCES }).sort()).toEqual([...ALERT_NAMES].sort());
  });

  it("leaves out what is excluded, and keeps what is recorded beside it", () => {
    const exclude = ["AgentTaskFailureBurn", "AgentTaskFailureBurnSlow", "AgentQueueStuck"];
    const [all] = toGroups();
    const [less] = toGroups({ exclude });
    expect(less?.rules).toEqual(
      all?.rules.filter((rule) => !("alert" in rule && exclude.includes(rule.alert))),
    );
  });

  it("leaves out a group of which nothing is left", () => {
    const exclude = ["AgentPushDeliveriesGivenUp", "AgentPeerFailing"];
    expect(toGroups({ exclude }).map(({ name }) => name)).not.toContain("berth-calls");
  });

  it("puts an alert in the form of Prometheus", () => {
    const runbookUrl = "https://example.com/runbook";
    const labels = { team: "search" };
    expect(findAlert("AgentDrainNearLimit", { runbookUrl, labels })).toEqual({
      alert: "AgentDrainNearLimit",
      expr:
        'max by (namespace, agent, pod) (a2a_active_tasks{agent!=""}) > 0\n' +
        "and on (namespace, pod) a2a_draining == 1\n" +
        "and on (namespace, pod) a2a_draining offset 70s == 1",
      keep_firing_for: "900s",
      labels: { team: "search", severity: "warning" },
      annotations: {
        summary: "Tasks still run in pod {{ $labels.pod }}, which has little time left to drain.",
        description:
          "Pod {{ $labels.namespace }}/{{ $labels.pod }} of agent {{ $labels.agent }} has been going away for " +
          "70 s and still works on tasks. After its 'drain.maxTaskSeconds' they are cut off. Raise that to " +
          "what its longest tasks take. Where it is higher than 'drainLimitSeconds' already, raise that.",
        runbook_url: "https://example.com/runbook#agentdrainnearlimit",
      },
    });
    expect(findAlert("AgentScrapeFailing")?.for).toBe("300s");
  });

  it.each<[AlertRulesArgs, AlertName, Partial<AlertingRule>]>([
    [{ pendingSeconds: 30 }, "AgentScrapeFailing", { for: "30s" }],
    [{ pendingSeconds: 30 }, "MetricsApiDown", { for: "30s" }],
    [{ saturatedSeconds: 60 }, "AgentSaturated", { for: "60s" }],
    [{ saturatedSeconds: 60 }, "AgentSaturatedAtMax", { for: "60s" }],
    [{ cardDriftSeconds: 3600 }, "AgentCardDrift", { for: "3600s" }],
    [
      { saturation: 0.7 },
      "AgentSaturated",
      { expr: "namespace_agent:a2a_saturation_ratio:avg > 0.7" },
    ],
  ])("follows %j in %s", (args, name, part) => {
    expect(findAlert(name, args)).toMatchObject(part);
  });

  it.each<[AlertRulesArgs, AlertName, string]>([
    [{ failureBudget: 0.02 }, "AgentTaskFailureBurn", "ratio_rate5m > 0.288\n"],
    [{ failureBudget: 0.02 }, "AgentTaskFailureBurnSlow", "ratio_rate30m > 0.12\n"],
    [{ minFailedTasks: 9 }, "AgentTaskFailureBurn", ">= 9"],
    [{ drainLimitSeconds: 600 }, "AgentDrainNearLimit", "offset 420s == 1"],
    [{ drainLimitSeconds: 600 }, "AgentDrainOverdue", "offset 670s == 1"],
    [{ queueStuckSeconds: 60 }, "AgentQueueStuck", "offset 60s > 0"],
    [{ saturation: 0.7 }, "AgentSaturatedAtMax", "a2a_saturation_ratio:avg > 0.7\n"],
  ])("has what %j asks for in the expression of %s", (args, name, part) => {
    expect(findAlert(name, args)?.expr).toContain(part);
  });

  it.each(["AgentTaskFailureBurn", "AgentTaskFailureBurnSlow"] as const)(
    "reads no samples of hours in %s, but what is recorded of them",
    (name) => {
      expect(findAlert(name)?.expr).not.toContain("[");
    },
  );

  it("looks at all the time of a queue, and waits for no more", () => {
    const { expr, ...rule } = findAlert("AgentQueueStuck", { queueStuckSeconds: 60 }) ?? {};
    expect(expr?.split("\n")).toEqual([
      'max by (namespace, agent, pod) (a2a_queued_tasks{agent!=""}) > 0',
      'and on (namespace, pod) a2a_queued_tasks{agent!=""} offset 60s > 0',
      'and on (namespace, pod) min_over_time(a2a_queued_tasks{agent!=""}[60s]) > 0',
      'unless on (namespace, pod) increase(a2a_tasks_total{agent!=""}[60s]) > 0',
    ]);
    expect(rule).not.toHaveProperty("for");
  });

  it("reads no metric of agents that they do not have, and no record that nobody keeps", () => {
    const rules = toGroups({ sources: ALL_SOURCES }).flatMap((group) => group.rules);
    const expressions = rules.map(({ expr }) => expr);
    const records = rules.flatMap((rule) => ("record" in rule ? [rule.record] : []));
    const metrics = toWords(expressions, /(?<![\w:])a2a_\w+(?!:)\b/g);
    expect([...metrics].filter((name) => !isMetric(name))).toEqual([]);
    expect([...toWords(expressions, /\w+:\w+:\w+/g)].sort()).toEqual(
      records.filter((name) => name !== "namespace_agent:a2a_queued_tasks:sum").sort(),
    );
  });
});

function isMetric(name: string): boolean {
  return Object.values(METRICS).some((metric) => metric.name === name);
}
