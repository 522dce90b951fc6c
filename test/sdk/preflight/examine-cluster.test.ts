import { describe, expect, it } from "vitest";
import { examineCluster } from "../../../sdk/src/preflight/examine-cluster.ts";
import { hasProblem } from "../../../sdk/src/preflight/finding.ts";
import {
  bare,
  down,
  findIn,
  lines,
  tell,
  toApi,
  toCommands,
  toPrometheus,
  toTexts,
} from "./cluster.ts";

const EXTERNAL = "v1beta1.external.metrics.k8s.io";
const KINDS = bare.kinds;
const keda = { service: { namespace: "keda", name: "keda-operator-metrics-apiserver" } };
const datadog = { service: { namespace: "datadog", name: "cluster-agent" } };

describe("examineCluster", () => {
  it("finds nothing in the way on a bare cluster", () => {
    const sections = examineCluster(bare, lines);
    expect(
      sections.map(({ findings, title }) => [title, findings.map(({ level }) => level)]),
    ).toEqual([
      ["Kubernetes", ["ok"]],
      ["Custom metrics", ["ok"]],
      ["KEDA", ["note"]],
      ["Other APIs", ["note"]],
      ["Prometheus", ["note"]],
      ["Gateway API", ["note"]],
    ]);
    expect(hasProblem(sections)).toBe(false);
  });

  it("tells that something is in the way when one finding is a problem", () => {
    const facts = { ...bare, kubernetes: { version: "v1.20.0", minor: 20 } };
    expect(hasProblem(examineCluster(facts, lines))).toBe(true);
  });
});

describe("the check of Kubernetes", () => {
  it.each([
    [28, "problem", "Upgrade the cluster to 1.29 or newer."],
    [29, "problem", "Give 'kubernetesVersion: \"1.29\"' to each Agent."],
    [32, "problem", "Give 'kubernetesVersion: \"1.32\"' to each Agent."],
    [33, "ok", undefined],
    [35, "ok", "To use all that it can, give 'kubernetesVersion: \"1.35\"' to each Agent."],
    [undefined, "skipped", "Give it as 'kubernetesVersion' of each Agent."],
  ])("says of the minor version %s: %s", (minor, level, text) => {
    const findings = findIn("Kubernetes", { kubernetes: { version: "v1.x", minor } });
    expect(findings.map((finding) => finding.level)).toEqual([level]);
    expect(toTexts(findings)).toEqual(text === undefined ? [] : [text]);
  });
});

describe("the check of KEDA", () => {
  const installed = { ...KINDS, ScaledObject: true };

  it.each([
    ["is whole", [toApi(EXTERNAL, keda)], installed, "ok", "KEDA is installed."],
    ["may not be looked at as a whole", undefined, installed, "ok", "KEDA is installed."],
    [
      "has no metrics server",
      [],
      installed,
      "warning",
      "KEDA is installed, and its metrics server is not: nobody serves external.metrics.k8s.io.",
    ],
    [
      "has a metrics server that does not answer",
      [toApi(EXTERNAL, { ...keda, ...down })],
      installed,
      "problem",
      "KEDA's metrics server does not answer: no endpoints.",
    ],
    [
      "is kept from its API by another",
      [toApi(EXTERNAL, datadog)],
      installed,
      "warning",
      `The Service datadog/cluster-agent serves ${EXTERNAL}, which is not KEDA: the backend Keda would ` +
        "scale nothing.",
    ],
    [
      "is not there, and another has its API",
      [toApi(EXTERNAL, datadog)],
      KINDS,
      "note",
      `The Service datadog/cluster-agent serves ${EXTERNAL}, so KEDA cannot: the backend Keda cannot be chosen.`,
    ],
    [
      "is not there",
      [],
      KINDS,
      "note",
      "KEDA is not installed, which only the backend Keda needs.",
    ],
  ])("tells when it %s", (_, apiServices, kinds, level, what) => {
    expect(tell("KEDA", { apiServices, kinds })).toEqual([[level, what]]);
  });
});

describe("the check of other APIs", () => {
  it("leaves those alone that answer", () => {
    const apiServices = [
      toApi("v1beta1.metrics.k8s.io", {
        service: { namespace: "kube-system", name: "metrics-server" },
      }),
      toApi("v1.packages.example.com"),
    ];
    expect(tell("Other APIs", { apiServices })).toEqual([
      [
        "ok",
        "The Service kube-system/metrics-server serves v1beta1.metrics.k8s.io. Berth leaves that alone.",
      ],
    ]);
  });

  it("tells of one that keeps namespaces from being deleted", () => {
    const findings = findIn("Other APIs", { apiServices: [toApi("v1.example.com", down)] });
    expect(findings.map(({ level }) => level)).toEqual(["note", "problem"]);
    expect(toCommands(findings)).toEqual([
      "kubectl describe apiservice v1.example.com",
      "kubectl delete apiservice v1.example.com",
    ]);
  });

  it("leaves those of scaling to their own checks", () => {
    const apiServices = [toApi(EXTERNAL, down), toApi("v1beta1.custom.metrics.k8s.io", down)];
    expect(tell("Other APIs", { apiServices }).map(([level]) => level)).toEqual(["note"]);
  });

  it("is skipped without the right to list APIServices", () => {
    expect(tell("Other APIs", { apiServices: undefined }).map(([level]) => level)).toEqual([
      "skipped",
    ]);
  });
});

describe("the check of Prometheus", () => {
  const kinds = { ...KINDS, PodMonitor: true, PrometheusRule: true };

  it("gives the args of the Prometheus that the Operator runs", () => {
    const prometheus = toPrometheus({
      routePrefix: "/prometheus",
      podMonitors: {
        requirements: [{ key: "release", operator: "In", values: ["stack"] }],
        ownNamespaceOnly: false,
      },
      rules: {
        requirements: [
          { key: "example.com/rules", operator: "In", values: ["all", "some"] },
          { key: "example.com/tests", operator: "DoesNotExist", values: [] },
        ],
        ownNamespaceOnly: false,
      },
    });
    const findings = findIn("Prometheus", { kinds, prometheuses: [prometheus] });
    expect(findings.map(({ level, what }) => [level, what])).toEqual([
      ["ok", "The Prometheus Operator runs the Prometheus monitoring/k8s."],
    ]);
    expect(toTexts(findings)).toEqual([
      "To use it, give 'prometheus: { operator: { " +
        'url: "http://prometheus-operated.monitoring.svc:9090/prometheus", ' +
        'podMonitorLabels: { release: "stack" }, ruleLabels: { "example.com/rules": "all" } } }\' ' +
        "to the AgentPlatform, and 'monitoring: { kind: AgentMonitoringKind.PodMonitor }' to each Agent.",
    ]);
  });

  it("gives no labels where it takes all objects", () => {
    const [text] = toTexts(findIn("Prometheus", { kinds, prometheuses: [toPrometheus()] }));
    expect(text).toContain(
      '{ operator: { url: "http://prometheus-operated.monitoring.svc:9090" } }',
    );
  });

  it("warns of one that takes no PodMonitor, or those of its own namespace alone", () => {
    const blind = toPrometheus({
      podMonitors: { requirements: undefined, ownNamespaceOnly: true },
    });
    expect(tell("Prometheus", { kinds, prometheuses: [blind] })).toEqual([
      [
        "warning",
        "The Prometheus Operator runs the Prometheus monitoring/k8s, which takes no PodMonitor: it would " +
          "not find agents.",
      ],
    ]);
    const narrow = { requirements: [], ownNamespaceOnly: true };
    const prometheuses = [toPrometheus({ podMonitors: narrow, rules: narrow })];
    const findings = findIn("Prometheus", { kinds, prometheuses });
    expect(findings.map(({ level }) => level)).toEqual(["ok", "warning", "warning"]);
    expect(toTexts(findings).slice(1)).toEqual([
      "Give it 'podMonitorNamespaceSelector: {}'.",
      "Give it 'ruleNamespaceSelector: {}'.",
    ]);
  });

  it("warns of one that takes no PrometheusRule: there would be no alerts", () => {
    const rules = { requirements: undefined, ownNamespaceOnly: true };
    const findings = findIn("Prometheus", { kinds, prometheuses: [toPrometheus({ rules })] });
    expect(findings.map(({ level, what }) => [level, what])).toEqual([
      ["ok", "The Prometheus Operator runs the Prometheus monitoring/k8s."],
      [
        "warning",
        "The Prometheus monitoring/k8s takes no PrometheusRule: it would tell nobody of alerts.",
      ],
    ]);
    expect(toTexts(findings).slice(1)).toEqual([
      "Give it 'ruleSelector: {}'.",
      "Do without alerts: give 'alerts: { enabled: false }' to the AgentPlatform.",
    ]);
  });

  it("warns of one whose selectors none of Berth's objects can meet", () => {
    const prometheus = toPrometheus({
      podMonitors: {
        requirements: [
          { key: "release", operator: "In", values: ["stack"] },
          { key: "app.kubernetes.io/managed-by", operator: "In", values: ["Helm", "Tiller"] },
        ],
        ownNamespaceOnly: false,
      },
      rules: {
        requirements: [{ key: "app.kubernetes.io/instance", operator: "DoesNotExist", values: [] }],
        ownNamespaceOnly: false,
      },
    });
    const findings = findIn("Prometheus", { kinds, prometheuses: [prometheus] });
    expect(findings.map(({ level, what }) => [level, what])).toEqual([
      [
        "warning",
        "The Prometheus monitoring/k8s takes no PodMonitor of Berth's: " +
          "'app.kubernetes.io/managed-by In (Helm, Tiller)' cannot be met.",
      ],
    ]);
    expect(toTexts(findings)).toEqual(["Change its 'podMonitorSelector'."]);
    const takingPods = { ...prometheus, podMonitors: toPrometheus().podMonitors };
    expect(tell("Prometheus", { kinds, prometheuses: [takingPods] })[1]).toEqual([
      "warning",
      "The Prometheus monitoring/k8s takes no PrometheusRule of Berth's: " +
        "'app.kubernetes.io/instance DoesNotExist' cannot be met.",
    ]);
  });

  it.each([
    ["is not there", KINDS, undefined, "note", "The Prometheus Operator is not installed."],
    [
      "runs none",
      kinds,
      [],
      "note",
      "The Prometheus Operator is installed, and runs no Prometheus.",
    ],
    [
      "may not be asked",
      kinds,
      undefined,
      "skipped",
      "The Prometheus Operator is installed. What it runs cannot be told without the right to list its " +
        "Prometheus objects.",
    ],
  ])("says what to give where the Operator %s", (_, present, prometheuses, level, what) => {
    expect(tell("Prometheus", { kinds: present, prometheuses })).toEqual([[level, what]]);
  });
});

describe("the check of the Gateway API", () => {
  it("says which way callers outside can come", () => {
    expect(tell("Gateway API", { kinds: { ...KINDS, HTTPRoute: true } })).toEqual([
      ["ok", "The Gateway API is installed."],
    ]);
    expect(toTexts(findIn("Gateway API", {}))[0]).toContain("'exposure.ingress'");
  });
});
