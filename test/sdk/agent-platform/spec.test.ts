import * as pulumi from "@pulumi/pulumi";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AGENT_PLATFORM_RULES } from "../../../sdk/src/agent-platform/rules.ts";
import { toAgentPlatformSpec } from "../../../sdk/src/agent-platform/spec.ts";
import { catchIssues, catchReasons, type LooseArgs } from "./catch-issues.ts";
import { WRONG_ARGS } from "./wrong-args.ts";

const PLATFORM_FOLDER = join(import.meta.dirname, "../../../sdk/src/agent-platform");

const url = "http://prometheus.monitoring.svc:9090";

const ruleNames = Object.keys(AGENT_PLATFORM_RULES) as (keyof typeof AGENT_PLATFORM_RULES)[];

describe.each(ruleNames)("the rule '%s'", (name) => {
  it("has a row in the table of wrong args", () => {
    expect(WRONG_ARGS[name]).not.toEqual([]);
  });

  it.each(WRONG_ARGS[name])("tells $title", ({ args, component, reasons }) => {
    expect(catchReasons(args, component)).toEqual(reasons);
  });
});

it("leaves no file but that of the rules a rule of its own", () => {
  const files = globSync("*.ts", { cwd: PLATFORM_FOLDER }).filter((file) => file !== "rules.ts");
  expect(files.length).toBeGreaterThan(10);
  const texts = files.flatMap((file) => {
    const source = readFileSync(join(PLATFORM_FOLDER, file), "utf8");
    return [...source.matchAll(/["'`](must|is not) .*/g)].map(([text]) => `${file}: ${text}`);
  });
  expect(texts).toEqual([]);
});

describe("toAgentPlatformSpec", () => {
  it("needs to be told which Prometheus, and nothing else", () => {
    expect(toAgentPlatformSpec({ prometheus: { install: true } }, "platform")).toEqual({
      prometheus: {
        install: true,
        image: "quay.io/prometheus/prometheus:v3.16.0",
        retentionHours: 24,
        scrapeIntervalSeconds: 15,
        resources: {
          requestsCpu: "100m",
          requestsMemory: "512Mi",
          limitsCpu: "1000m",
          limitsMemory: "1Gi",
        },
        allowFrom: [],
        allowTo: [],
      },
      scaling: { backend: "PrometheusAdapter", kedaNamespace: "keda" },
      alerts: { enabled: true, rules: expect.any(Object) as unknown },
      givenPrometheus: undefined,
      monitoringKind: "None",
      hasAlerts: true,
      needsNamespace: true,
    });
  });

  it.each<[string, LooseArgs, string[]]>([
    [
      "the alerts",
      { prometheus: { install: true }, alerts: { failureBudget: 2, many: 1 } },
      [
        "'alerts.many' is not a known property. Remove it.",
        "'alerts.failureBudget' (2) must be above 0 and at most 0.05.",
      ],
    ],
    [
      "the adapter",
      { prometheus: { install: true }, scaling: { adapter: { replicas: 0, many: 1 } } },
      [
        "'scaling.adapter.replicas' (0) must be a whole number from 1 to 2147483647.",
        "'scaling.adapter.many' is not a known property. Remove it.",
      ],
    ],
    [
      "an adapter that is no object",
      { prometheus: { install: true }, scaling: { adapter: true } },
      ["'scaling.adapter' (true) must be an object."],
    ],
    [
      "alerts that are no object",
      { prometheus: { install: true }, alerts: true },
      ["'alerts' (true) must be an object."],
    ],
    [
      "the place of the adapter, which is that of the platform",
      { prometheus: { install: true }, scaling: { adapter: { prometheusUrl: url } } },
      ["'scaling.adapter.prometheusUrl' is not a known property. Remove it."],
    ],
    [
      "labels of a PodMonitor that agents give themselves",
      {
        prometheus: {
          operator: { url, podMonitorLabels: { "app.kubernetes.io/name": "agents" } },
        },
      },
      [
        "'prometheus.operator.podMonitorLabels[\"app.kubernetes.io/name\"]' must not be set: this label is the Agent's own. Remove it.",
      ],
    ],
  ])("tells what is wrong with %s, by the path that was written", (_, args, reasons) => {
    expect(catchReasons(args).sort()).toEqual(reasons.sort());
  });

  it.each([
    ["prometheus", { prometheus: pulumi.output({ install: true }) }],
    ["prometheus.install", { prometheus: { install: pulumi.output(true) } }],
    [
      "prometheus.storage",
      { prometheus: { install: true, storage: pulumi.output({ size: "1Gi" }) } },
    ],
    ["scaling", { prometheus: { install: true }, scaling: pulumi.output({}) }],
    [
      "scaling.backend",
      { prometheus: { install: true }, scaling: { backend: pulumi.output("Keda") } },
    ],
    ["scaling.adapter", { prometheus: { install: true }, scaling: { adapter: pulumi.output({}) } }],
    ["alerts", { prometheus: { install: true }, alerts: pulumi.output({}) }],
    ["alerts.enabled", { prometheus: { install: true }, alerts: { enabled: pulumi.output(true) } }],
  ])("refuses '%s' that is known too late, whatever it will be", (propertyPath, args) => {
    expect(catchIssues(args)).toEqual([
      {
        propertyPath,
        reason: `'${propertyPath}' must be plain: an Output is known too late to decide what is made.`,
      },
    ]);
  });

  it.each<[string, LooseArgs]>([
    [
      "values that are known later",
      {
        namespace: pulumi.output("monitoring"),
        prometheus: {
          install: true,
          image: pulumi.output("prometheus"),
          retentionHours: pulumi.output(5),
          scrapeIntervalSeconds: pulumi.output(5),
          storage: { size: pulumi.output("1Gi"), className: pulumi.output("fast") },
          resources: { requestsMemory: pulumi.output("8Gi") },
          allowFrom: [{ namespace: pulumi.output("grafana") }],
          allowTo: [{ cidr: pulumi.output("10.1.2.3/32"), ports: [pulumi.output(7443)] }],
        },
        scaling: { backend: "Keda", kedaNamespace: pulumi.output("keda") },
        alerts: { alertmanagerUrl: pulumi.output("http://alerts") },
      },
    ],
    [
      "alerts switched off where there are none",
      { prometheus: { url }, alerts: { enabled: false } },
    ],
    ["a Prometheus outside the cluster", { prometheus: { url, pods: { cidr: "10.1.2.0/24" } } }],
    ["another one that is not installed", { prometheus: { install: false, url } }],
    ["the longest name of a component", { prometheus: { install: true } }],
  ])("takes %s", (_, args) => {
    expect(catchReasons(args, "a".repeat(40))).toEqual([]);
  });

  it("tells what is wrong with each part at once", () => {
    const args = {
      namespace: "My Namespace",
      prometheus: { install: true, retentionHours: 0, pods: { namespace: "a" }, more: 1 },
      scaling: { adapter: { replicas: 0 }, kedaNamespace: "K" },
      alerts: { alertmanagerUrl: "ftp://alerts", saturation: 2 },
    };
    expect(catchIssues(args, "My Platform").map(({ propertyPath }) => propertyPath)).toEqual([
      "namespace",
      "prometheus.retentionHours",
      "prometheus.more",
      "scaling.kedaNamespace",
      "alerts.alertmanagerUrl",
      "alerts.saturation",
      "scaling.adapter.replicas",
      "",
      "scaling.kedaNamespace",
      "prometheus.pods",
    ]);
  });
});
