import { describe, expect, it } from "vitest";
import { AlertSource } from "../../../sdk/src/alerts/alert-source.ts";
import type { AlertRulesArgs } from "../../../sdk/src/alerts/args.ts";
import { renderAlertRules } from "../../../sdk/src/alerts/render-alert-rules.ts";
import { runCommand } from "../command/run-command.ts";

/** An option for each property, with another value than its default. */
const GIVEN: {
  [Property in keyof Required<AlertRulesArgs>]: [string[], AlertRulesArgs[Property]];
} = {
  sources: [
    ["--source", "ApiServer", "--source=Keda"],
    [AlertSource.ApiServer, AlertSource.Keda],
  ],
  exclude: [
    ["--exclude", "AgentAbsent", "--exclude", "AgentCardDrift"],
    ["AgentAbsent", "AgentCardDrift"],
  ],
  labels: [["--label", "team=search", "--label", "query=a=b"], { team: "search", query: "a=b" }],
  runbookUrl: [["--runbook-url", "https://example.com/alerts"], "https://example.com/alerts"],
  pendingSeconds: [["--pending-seconds", "0"], 0],
  failureBudget: [["--failure-budget", "0.02"], 0.02],
  minFailedTasks: [["--min-failed-tasks", "5"], 5],
  queueStuckSeconds: [["--queue-stuck-seconds", "300"], 300],
  saturation: [["--saturation", "0.8"], 0.8],
  saturatedSeconds: [["--saturated-seconds", "60"], 60],
  drainLimitSeconds: [["--drain-limit-seconds", "600"], 600],
  cardDriftSeconds: [["--card-drift-seconds", "3600"], 3600],
};

async function printRules(...args: string[]): Promise<unknown> {
  const { stdout, ...end } = await runCommand("alerts", ...args);
  expect(end).toEqual({ exitCode: 0, stderr: "" });
  return JSON.parse(stdout);
}

describe("berth alerts", () => {
  it("prints the file of rules with all defaults", async () => {
    expect(await printRules()).toEqual(renderAlertRules());
  });

  it.each(Object.entries(GIVEN))("has an option for '%s'", async (property, [args, value]) => {
    const rules = await printRules(...args);
    expect(rules).toEqual(renderAlertRules({ [property]: value }));
    expect(rules).not.toEqual(renderAlertRules());
  });

  it("takes all of them at once", async () => {
    const args = Object.values(GIVEN).flatMap(([given]) => given);
    const values = Object.entries(GIVEN).map(([property, [, value]]) => [property, value] as const);
    const all: AlertRulesArgs = Object.fromEntries<unknown>(values);
    expect(await printRules(...args)).toEqual(renderAlertRules(all));
  });

  it("tells each option with its default in its help", async () => {
    const { exitCode, stdout } = await runCommand("alerts", "-h");
    const options = Object.values(GIVEN).map(([[option = ""]]) => option);
    expect(exitCode).toBe(0);
    expect([...stdout.matchAll(/^ {2}(--[a-z-]+) /gm)].map(([, option]) => option)).toEqual(
      options,
    );
    expect(stdout).toMatch(/^ {2}--queue-stuck-seconds <seconds> .*\(default: 600\)$/m);
    expect(stdout).toContain("$ npx @berth/berth alerts > berth-rules.json\n");
  });

  it.each([
    [
      ["--saturation", "2", "--pending-seconds", "5m", "--min-failed-tasks", ""],
      [
        "'--pending-seconds' (5m) must be a whole number of seconds from 0 to 86400.",
        "'--min-failed-tasks' () must be a whole number, at least 1.",
        "'--saturation' (2) must be above 0 and at most 1.",
      ],
    ],
    [
      ["--source", "Keda", "--source", "Node"],
      ["'--source' (Node) must be one of OwnMetrics, KubeStateMetrics, ApiServer, Keda."],
    ],
    [
      ["--label", "pod=a"],
      ["'--label pod' must not be set: alerts are told apart by it. Give another name."],
    ],
    [
      ["--label", "team/a=b"],
      [
        "'--label team/a' must be the name of a label of Prometheus: letters, digits and '_', not beginning " +
          "with a digit or '__'.",
      ],
    ],
    [
      ["--label", "team"],
      ["'--label' (team) must be a name and a value with '=' in between, such as team=search."],
    ],
  ])("refuses %j, and names the option", async (args, reasons) => {
    expect(await runCommand("alerts", ...args)).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `${reasons.join("\n")}\nSee 'berth alerts --help'.\n`,
    });
  });

  it.each([
    ["--colour", "Unknown option '--colour'"],
    ["rules", "Unexpected argument 'rules'."],
    ["--source", "Option '--source <value>' argument missing"],
  ])("refuses %s", async (arg, message) => {
    const { exitCode, stderr, stdout } = await runCommand("alerts", arg);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\nSee 'berth alerts --help'\.\n$/);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  });
});
