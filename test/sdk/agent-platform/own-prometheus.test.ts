import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { renderAlertRules } from "../../../sdk/src/alerts/render-alert-rules.ts";
import { buildPrometheusNetworkPolicy } from "../../../sdk/src/manifests/prometheus/network-policy.ts";
import { buildPrometheusConfig } from "../../../sdk/src/manifests/prometheus/prometheus-config.ts";
import { recordPlatform } from "./record-platform.ts";

interface Texts {
  data: { "prometheus.yml": string; "rules.yml": string };
}

const read = (text: string) => JSON.parse(text) as unknown;

describe("the Prometheus of a platform", () => {
  it("is told apart from those of other stacks, in objects of its namespace and of the cluster", async () => {
    const { inputsOf, result } = await recordPlatform(
      { prometheus: { install: true } },
      { stack: "staging" },
    );
    expect(inputsOf("platform-namespace")).toMatchObject({
      metadata: {
        name: "platform-staging",
        labels: {
          "app.kubernetes.io/name": "berth-platform",
          "app.kubernetes.io/instance": "platform",
          "app.kubernetes.io/managed-by": "berth",
          "pod-security.kubernetes.io/enforce": "restricted",
        },
      },
    });
    const metadata = { name: "platform-prometheus", namespace: "platform-staging" };
    for (const object of ["service-account", "network-policy", "deployment", "service"]) {
      expect(inputsOf(`platform-prometheus-${object}`), object).toMatchObject({ metadata });
    }
    const name = "platform-staging.platform.staging.prometheus";
    expect(inputsOf("platform-prometheus-cluster-role")).toMatchObject({ metadata: { name } });
    expect(inputsOf("platform-prometheus-cluster-role-binding")).toMatchObject({
      metadata: { name },
      roleRef: { name },
      subjects: [metadata],
    });
    expect(result.namespace).toBe("platform-staging");
  });

  it("has what is given about it in its files, its pod and its policy", async () => {
    const { inputsOf } = await recordPlatform({
      prometheus: {
        install: true,
        image: pulumi.output("registry.example.com/prometheus:v3"),
        retentionHours: pulumi.output(5),
        scrapeIntervalSeconds: 10,
        storage: { size: "10Gi", className: "fast" },
        resources: { limitsMemory: "4Gi" },
        allowFrom: [{ namespace: "grafana" }],
        allowTo: [{ cidr: "10.1.2.3/32", ports: [7443] }],
      },
      scaling: { backend: "Keda", kedaNamespace: pulumi.output("scalers") },
      alerts: {
        alertmanagerUrl: pulumi.output("http://alerts:9093"),
        alertmanager: { namespace: "alerts" },
        exclude: ["AgentAbsent"],
      },
    });
    const { data } = inputsOf("platform-prometheus-config") as unknown as Texts;
    expect(read(data["prometheus.yml"])).toEqual(
      buildPrometheusConfig({
        scrapeIntervalSeconds: 10,
        retentionHours: 5,
        hasVolume: true,
        hasRules: true,
        alertmanagerUrl: "http://alerts:9093",
        kedaNamespace: "scalers",
      }),
    );
    expect(read(data["rules.yml"])).toEqual(
      renderAlertRules({ exclude: ["AgentAbsent"], sources: ["ApiServer", "Keda"] }),
    );
    expect(inputsOf("platform-prometheus-volume")).toMatchObject({
      spec: { storageClassName: "fast", resources: { requests: { storage: "10Gi" } } },
    });
    expect(inputsOf("platform-prometheus-deployment")).toMatchObject({
      metadata: { annotations: { "pulumi.com/timeoutSeconds": "630" } },
      spec: {
        progressDeadlineSeconds: 600,
        template: {
          spec: {
            serviceAccountName: "platform-prometheus",
            securityContext: { runAsUser: 10001 },
            containers: [
              {
                image: "registry.example.com/prometheus:v3",
                resources: { limits: { cpu: "1000m", memory: "4Gi" } },
                startupProbe: { failureThreshold: 121 },
              },
            ],
            volumes: [
              { configMap: { name: "generated" } },
              { persistentVolumeClaim: { claimName: "generated" } },
            ],
          },
        },
      },
    });
    expect(inputsOf("platform-prometheus-network-policy")).toMatchObject({
      spec: buildPrometheusNetworkPolicy({
        name: "platform-prometheus",
        namespace: "platform-dev",
        labels: {},
        selectorLabels: {
          "app.kubernetes.io/name": "prometheus",
          "app.kubernetes.io/instance": "platform",
        },
        adapterLabels: undefined,
        kedaNamespace: "scalers",
        allowFrom: [{ namespace: "grafana" }],
        allowTo: [{ cidr: "10.1.2.3/32", ports: [7443] }],
        alertmanager: { peer: { namespace: "alerts" } },
      }).spec,
    });
  });

  it("has no file of rules without alerts, and asks about the API server where it has one", async () => {
    const { inputsOf } = await recordPlatform({
      prometheus: { install: true },
      alerts: { enabled: false },
    });
    const { data } = inputsOf("platform-prometheus-config") as unknown as Texts;
    expect(Object.keys(data)).toEqual(["prometheus.yml"]);
    expect(data["prometheus.yml"]).not.toContain("rule_files");
    const withAlerts = await recordPlatform({ prometheus: { install: true } });
    const files = withAlerts.inputsOf("platform-prometheus-config") as unknown as Texts;
    expect(read(files.data["rules.yml"])).toEqual(renderAlertRules({ sources: ["ApiServer"] }));
  });

  it("begins once it may find pods and its ways are open, and the adapter after it", async () => {
    const { registrations } = await recordPlatform({ prometheus: { install: true } });
    const find = (name: string) => registrations.find((found) => found.name === name);
    expect(find("platform-prometheus-deployment")?.dependencies).toEqual([
      "platform-namespace",
      "platform-prometheus-cluster-role-binding",
      "platform-prometheus-config",
      "platform-prometheus-network-policy",
      "platform-prometheus-service-account",
    ]);
    expect(find("platform-prometheus-adapter-deployment")?.dependencies).toEqual(
      expect.arrayContaining(["platform-prometheus-deployment", "platform-prometheus-service"]),
    );
    const parents = registrations
      .filter(({ name }) => !name.startsWith("platform-prometheus-adapter-"))
      .map(({ parent }) => parent);
    expect(new Set(parents)).toEqual(new Set([undefined, "platform"]));
  });
});
