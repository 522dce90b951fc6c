import { describe, expect, it } from "vitest";
import {
  buildPrometheusDeployment,
  type PrometheusDeploymentFacts,
} from "../../../../sdk/src/manifests/prometheus/deployment.ts";
import { objectFacts, selectorLabels } from "./prometheus-facts.ts";

const facts: PrometheusDeploymentFacts = {
  ...objectFacts,
  selectorLabels,
  podLabels: { team: "a" },
  serviceAccountName: "platform-prometheus",
  configMapName: "platform-prometheus-config-0123abcd",
  volumeClaimName: undefined,
  image: "registry.example.com/prometheus:v3.16.0",
  resources: {
    requestsCpu: "100m",
    requestsMemory: "512Mi",
    limitsCpu: "1000m",
    limitsMemory: "1Gi",
  },
  runAsUser: 10001,
  progressDeadlineSeconds: 600,
  startupFailureThreshold: 121,
  timeoutSeconds: "630",
};

describe("buildPrometheusDeployment", () => {
  it("builds one pod that Pod Security admits, and whose old one ends before the new one begins", () => {
    expect(buildPrometheusDeployment(facts)).toStrictEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { ...objectFacts, annotations: { "pulumi.com/timeoutSeconds": "630" } },
      spec: {
        replicas: 1,
        selector: { matchLabels: selectorLabels },
        strategy: { type: "Recreate" },
        progressDeadlineSeconds: 600,
        revisionHistoryLimit: 3,
        template: {
          metadata: { labels: { team: "a" } },
          spec: {
            serviceAccountName: "platform-prometheus",
            automountServiceAccountToken: true,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 120,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 10001,
              runAsGroup: 10001,
              fsGroup: 10001,
              fsGroupChangePolicy: "OnRootMismatch",
              seccompProfile: { type: "RuntimeDefault" },
            },
            containers: [
              {
                name: "prometheus",
                image: "registry.example.com/prometheus:v3.16.0",
                args: [
                  "--config.file=/etc/prometheus/prometheus.yml",
                  "--storage.tsdb.path=/prometheus",
                  "--web.listen-address=:9090",
                ],
                ports: [{ name: "http", containerPort: 9090, protocol: "TCP" }],
                resources: {
                  requests: { cpu: "100m", memory: "512Mi", "ephemeral-storage": "2Gi" },
                  limits: { cpu: "1000m", memory: "1Gi" },
                },
                volumeMounts: [
                  { name: "config", mountPath: "/etc/prometheus", readOnly: true },
                  { name: "data", mountPath: "/prometheus" },
                ],
                startupProbe: {
                  httpGet: { path: "/-/ready", port: "http" },
                  periodSeconds: 5,
                  timeoutSeconds: 3,
                  failureThreshold: 121,
                },
                livenessProbe: {
                  httpGet: { path: "/-/healthy", port: "http" },
                  periodSeconds: 10,
                  timeoutSeconds: 5,
                  failureThreshold: 6,
                },
                readinessProbe: {
                  httpGet: { path: "/-/ready", port: "http" },
                  periodSeconds: 5,
                  timeoutSeconds: 3,
                  failureThreshold: 2,
                },
                terminationMessagePolicy: "FallbackToLogsOnError",
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ["ALL"] },
                  privileged: false,
                  readOnlyRootFilesystem: true,
                  runAsNonRoot: true,
                  seccompProfile: { type: "RuntimeDefault" },
                },
              },
            ],
            volumes: [
              { name: "config", configMap: { name: "platform-prometheus-config-0123abcd" } },
              { name: "data", emptyDir: { sizeLimit: "2Gi" } },
            ],
          },
        },
      },
    });
  });

  it("keeps the samples on a volume where there is one, and asks for no disk of the node", () => {
    const withVolume = buildPrometheusDeployment({ ...facts, volumeClaimName: "samples" });
    expect(withVolume).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [{ resources: { requests: { cpu: "100m", memory: "512Mi" } } }],
            volumes: [
              { name: "config" },
              { name: "data", persistentVolumeClaim: { claimName: "samples" } },
            ],
          },
        },
      },
    });
    const text = JSON.stringify(withVolume);
    expect(text).not.toContain("emptyDir");
    expect(text).not.toContain("ephemeral-storage");
  });
});
