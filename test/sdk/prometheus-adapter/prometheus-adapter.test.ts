import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { PrometheusAdapterArgs } from "../../../sdk/src/prometheus-adapter/args.ts";
import { PrometheusAdapter } from "../../../sdk/src/prometheus-adapter/prometheus-adapter.ts";
import { collectRejections } from "../collect-rejections.ts";
import { recordResources } from "../record-resources.ts";

const args: PrometheusAdapterArgs = {
  namespace: "monitoring",
  prometheusUrl: "http://prometheus.monitoring.svc:9090",
};

const rule = { seriesQuery: "queue_length", metricsQuery: "max(<<.Series>>)" };

/** Runs a program with one adapter and returns what it registers. */
async function record(settings: Partial<PrometheusAdapterArgs> = {}) {
  return await recordResources(() => {
    new PrometheusAdapter("metrics", { ...args, ...settings });
  });
}

/** The children of one adapter as types and names, sorted. Those of a period have none of its days. */
async function listChildren(settings: Partial<PrometheusAdapterArgs> = {}): Promise<string[]> {
  const { resources } = await record(settings);
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, name }) => `${type.slice("kubernetes:".length)} ${name}`)
    .map((child) => child.replace(/\d{4}-\d\d-\d\d$/, "PERIOD"))
    .sort();
}

const certificates = Array.from({ length: 2 }, () => "core/v1:Secret metrics-certificate-PERIOD");

const defaults = await listChildren();

describe("a PrometheusAdapter", () => {
  it("makes exactly these children, called after the component", () => {
    expect(defaults).toEqual([
      "apiregistration.k8s.io/v1:APIService metrics-custom-metrics-v1beta1",
      "apiregistration.k8s.io/v1:APIService metrics-custom-metrics-v1beta2",
      "apps/v1:Deployment metrics-deployment",
      "core/v1:ConfigMap metrics-config",
      ...certificates,
      "core/v1:Service metrics-service",
      "core/v1:ServiceAccount metrics-service-account",
      "networking.k8s.io/v1:NetworkPolicy metrics-network-policy",
      "policy/v1:PodDisruptionBudget metrics-pod-disruption-budget",
      "rbac.authorization.k8s.io/v1:ClusterRole metrics-custom-metrics-reader-role",
      "rbac.authorization.k8s.io/v1:ClusterRole metrics-pod-lister-role",
      "rbac.authorization.k8s.io/v1:ClusterRoleBinding metrics-auth-delegator-binding",
      "rbac.authorization.k8s.io/v1:ClusterRoleBinding metrics-custom-metrics-reader-binding",
      "rbac.authorization.k8s.io/v1:ClusterRoleBinding metrics-pod-lister-binding",
      "rbac.authorization.k8s.io/v1:RoleBinding metrics-auth-reader-binding",
    ]);
  });

  it("makes exactly these besides with metrics of no object", async () => {
    const more = [
      "apiregistration.k8s.io/v1:APIService metrics-external-metrics-v1beta1",
      "rbac.authorization.k8s.io/v1:ClusterRole metrics-external-metrics-reader-role",
      "rbac.authorization.k8s.io/v1:ClusterRoleBinding metrics-external-metrics-reader-binding",
    ];
    expect(await listChildren({ externalRules: [rule] })).toEqual([...defaults, ...more].sort());
  });

  it.each<[string, Partial<PrometheusAdapterArgs>, string[]]>([
    ["further rules", { rules: [rule] }, []],
    ["a Secret for Prometheus", { prometheusAuth: { secretName: "a", caKey: "ca.crt" } }, []],
    [
      "no policy",
      { network: { policy: false } },
      ["networking.k8s.io/v1:NetworkPolicy metrics-network-policy"],
    ],
    [
      "a certificate of one's own",
      { tls: { secretName: "a", injectCaFrom: "monitoring/adapter" } },
      certificates,
    ],
    ["any certificate", { tls: { insecureSkipTlsVerify: true } }, certificates],
  ])("makes the same with %s, and lacks exactly what that replaces", async (_, settings, gone) => {
    expect(await listChildren(settings)).toEqual(defaults.filter((child) => !gone.includes(child)));
  });

  it("never serves the metrics of pods and nodes, which are of another server", async () => {
    const { result } = await recordResources(
      () => new PrometheusAdapter("metrics", { ...args, externalRules: [rule] }).apiServiceNames,
    );
    expect(result).toEqual([
      "v1beta2.custom.metrics.k8s.io",
      "v1beta1.custom.metrics.k8s.io",
      "v1beta1.external.metrics.k8s.io",
    ]);
  });

  it("calls what is not in its namespace after that, itself and the stack", async () => {
    const { resources } = await recordResources(
      () => {
        new PrometheusAdapter("metrics", { ...args, externalRules: [rule] });
      },
      { stack: "prod" },
    );
    const names = resources
      .filter(({ type }) => type.startsWith("kubernetes:rbac"))
      .map(({ inputs }) => (inputs.metadata as { name: string }).name);
    expect([...new Set(names)].sort()).toEqual([
      "monitoring.metrics.prod.auth-delegator",
      "monitoring.metrics.prod.auth-reader",
      "monitoring.metrics.prod.custom-metrics-reader",
      "monitoring.metrics.prod.external-metrics-reader",
      "monitoring.metrics.prod.pod-lister",
    ]);
  });

  it("lets the adapter list pods and ask who calls, and scalers read what it serves", async () => {
    const { resources } = await record({ externalRules: [rule] });
    const find = (type: string) =>
      resources
        .filter((resource) => resource.type === `kubernetes:rbac.authorization.k8s.io/v1:${type}`)
        .map(({ inputs }) => inputs);
    const rules = find("ClusterRole").map(({ metadata, rules }) => [
      (metadata as { name: string }).name,
      rules,
    ]);
    const readers = ["get", "list", "watch"];
    expect(Object.fromEntries(rules)).toEqual({
      "monitoring.metrics.dev.pod-lister": [
        { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
      ],
      "monitoring.metrics.dev.custom-metrics-reader": [
        { apiGroups: ["custom.metrics.k8s.io"], resources: ["*"], verbs: readers },
      ],
      "monitoring.metrics.dev.external-metrics-reader": [
        { apiGroups: ["external.metrics.k8s.io"], resources: ["*"], verbs: readers },
      ],
    });
    const adapter = [{ kind: "ServiceAccount", name: "metrics", namespace: "monitoring" }];
    const scaler = [
      { kind: "ServiceAccount", name: "horizontal-pod-autoscaler", namespace: "kube-system" },
    ];
    const grants = [...find("ClusterRoleBinding"), ...find("RoleBinding")].map(
      ({ roleRef, subjects }) => [(roleRef as { name: string }).name, subjects],
    );
    expect(Object.fromEntries(grants)).toEqual({
      "monitoring.metrics.dev.pod-lister": adapter,
      "system:auth-delegator": adapter,
      "extension-apiserver-authentication-reader": adapter,
      "monitoring.metrics.dev.custom-metrics-reader": scaler,
      "monitoring.metrics.dev.external-metrics-reader": scaler,
    });
  });

  it("has scalers take the newer version of metrics of objects", async () => {
    const { resources } = await record({ externalRules: [rule] });
    const priorities = resources
      .filter(({ type }) => type.endsWith(":APIService"))
      .map(({ inputs: { metadata, spec } }) => [
        (metadata as { name: string }).name,
        (spec as { versionPriority: number }).versionPriority,
      ]);
    expect(Object.fromEntries(priorities)).toEqual({
      "v1beta2.custom.metrics.k8s.io": 200,
      "v1beta1.custom.metrics.k8s.io": 100,
      "v1beta1.external.metrics.k8s.io": 100,
    });
  });

  it("goes to the namespace of the provider where it is given none", async () => {
    const { resources, result } = await recordResources(
      () => new PrometheusAdapter("metrics", { ...args, namespace: undefined }).namespace,
      { providerNamespace: "tools" },
    );
    const find = (name: string) => resources.find((resource) => resource.name === name)?.inputs;
    expect(result).toBe("tools");
    expect(find("metrics-auth-delegator-binding")).toMatchObject({
      metadata: { name: "tools.metrics.dev.auth-delegator" },
      subjects: [{ kind: "ServiceAccount", name: "metrics", namespace: "tools" }],
    });
    expect(find("metrics-custom-metrics-v1beta2")).toMatchObject({
      spec: { service: { name: "metrics", namespace: "tools" } },
    });
  });

  it("waits for what its pods need, and registers its APIServices last", async () => {
    const { registrations } = await record();
    const find = (name: string) =>
      registrations.find((registration) => registration.name === name)?.dependencies ?? [];
    expect(find("metrics-deployment")).toEqual(
      expect.arrayContaining([
        "metrics-auth-delegator-binding",
        "metrics-auth-reader-binding",
        "metrics-config",
        "metrics-network-policy",
        "metrics-pod-lister-binding",
        "metrics-service-account",
      ]),
    );
    for (const apiService of ["metrics-custom-metrics-v1beta1", "metrics-custom-metrics-v1beta2"]) {
      expect(find(apiService)).toEqual(
        expect.arrayContaining([
          "metrics-auth-delegator-binding",
          "metrics-auth-reader-binding",
          "metrics-custom-metrics-reader-binding",
          "metrics-deployment",
          "metrics-pod-lister-binding",
          "metrics-service",
        ]),
      );
    }
  });

  it("leaves the authorities to cert-manager where that writes them", async () => {
    const { registrations, resources } = await record({
      tls: { secretName: "a", injectCaFrom: "monitoring/adapter" },
    });
    const isApiService = ({ name }: { name: string }) => name.includes("-custom-metrics-v1");
    expect(registrations.filter(isApiService).map(({ ignoreChanges }) => ignoreChanges)).toEqual([
      ["spec.caBundle"],
      ["spec.caBundle"],
    ]);
    const [apiService] = resources.filter(isApiService);
    expect(apiService?.inputs.spec).not.toHaveProperty("caBundle");
  });

  it("tells the API server the authorities that it is given, as bytes", async () => {
    const caBundle = "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n";
    const { resources } = await record({
      tls: { secretName: "own", caBundle: pulumi.output(caBundle) },
    });
    const find = (name: string) => resources.find((resource) => resource.name === name)?.inputs;
    expect(find("metrics-custom-metrics-v1beta2")).toMatchObject({
      spec: { caBundle: Buffer.from(caBundle).toString("base64") },
    });
    expect(JSON.stringify(find("metrics-deployment"))).toContain('"secretName":"own"');
  });

  it("registers nothing, not even itself, when its args break a rule", async () => {
    const { resources } = await recordResources(() => {
      expect(() => new PrometheusAdapter("metrics", { ...args, replicas: 0 })).toThrow(
        "The args of PrometheusAdapter 'metrics' are not valid:\n  'replicas' (0) must be",
      );
    });
    expect(resources).toEqual([]);
  });

  it("makes no pods when the URL turns out to have a password, and does not tell it", async () => {
    const names: string[] = [];
    const messages = await collectRejections(async () => {
      const { resources } = await record({
        prometheusUrl: pulumi.output("https://scaler:hush@prometheus.example.com"),
      });
      names.push(...resources.map(({ name }) => name));
    });
    expect(messages.join("\n")).toContain("'prometheusUrl' have no user and no password");
    expect(messages.join("\n")).not.toContain("hush");
    expect(names).not.toContain("metrics-deployment");
    expect(names).not.toContain("metrics-custom-metrics-v1beta2");
  });
});
