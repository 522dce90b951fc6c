import { describe, expect, it } from "vitest";
import { buildAdapterDeployment } from "../../../../sdk/src/manifests/prometheus-adapter/deployment.ts";
import { deploymentFacts, labels, selectorLabels } from "./adapter-facts.ts";

/** The pods of the adapter with other facts. */
function buildPodSpec(facts: Partial<typeof deploymentFacts>) {
  const { spec } = buildAdapterDeployment({ ...deploymentFacts, ...facts }) as {
    spec: {
      template: {
        spec: { containers: { volumeMounts: unknown }[]; volumes: unknown };
      };
    };
  };
  const { containers, volumes } = spec.template.spec;
  return { mounts: containers[0]?.volumeMounts, volumes };
}

const toProbe = (path: string, times: object) => ({
  httpGet: { path, port: "https", scheme: "HTTPS" },
  timeoutSeconds: 5,
  ...times,
});

const toSpread = (topologyKey: string) => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable: "ScheduleAnyway",
  labelSelector: { matchLabels: selectorLabels },
  matchLabelKeys: ["pod-template-hash"],
});

describe("buildAdapterDeployment", () => {
  it("builds pods that meet Pod Security 'restricted', and rolls them without a gap", () => {
    expect(buildAdapterDeployment(deploymentFacts)).toStrictEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "metrics", namespace: "monitoring", labels },
      spec: {
        replicas: 2,
        selector: { matchLabels: selectorLabels },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        minReadySeconds: 10,
        progressDeadlineSeconds: 300,
        revisionHistoryLimit: 3,
        template: {
          metadata: { labels: { team: "a" } },
          spec: {
            serviceAccountName: "metrics",
            automountServiceAccountToken: true,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 30,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 10001,
              runAsGroup: 10001,
              fsGroup: 10001,
              fsGroupChangePolicy: "OnRootMismatch",
              seccompProfile: { type: "RuntimeDefault" },
            },
            affinity: {
              podAntiAffinity: {
                preferredDuringSchedulingIgnoredDuringExecution: [
                  {
                    weight: 100,
                    podAffinityTerm: {
                      labelSelector: { matchLabels: selectorLabels },
                      topologyKey: "kubernetes.io/hostname",
                    },
                  },
                ],
              },
            },
            topologySpreadConstraints: [
              toSpread("kubernetes.io/hostname"),
              toSpread("topology.kubernetes.io/zone"),
            ],
            containers: [
              {
                name: "adapter",
                image: "registry.example.com/adapter:v0.12.0",
                args: ["--secure-port=6443", "--v=2"],
                ports: [{ name: "https", containerPort: 6443, protocol: "TCP" }],
                resources: {
                  requests: { cpu: "100m", memory: "180Mi", "ephemeral-storage": "16Mi" },
                  limits: { cpu: "1000m", memory: "512Mi", "ephemeral-storage": "128Mi" },
                },
                volumeMounts: [
                  { name: "config", mountPath: "/etc/adapter/config", readOnly: true },
                  { name: "certificate", mountPath: "/etc/adapter/certificate", readOnly: true },
                  { name: "tmp", mountPath: "/tmp" },
                ],
                startupProbe: toProbe("/readyz", { periodSeconds: 2, failureThreshold: 60 }),
                livenessProbe: toProbe("/livez", { periodSeconds: 10, failureThreshold: 6 }),
                readinessProbe: toProbe("/readyz", { periodSeconds: 5, failureThreshold: 2 }),
                lifecycle: { preStop: { sleep: { seconds: 5 } } },
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
              { name: "config", configMap: { name: "metrics-config-0a1b2c3d" } },
              {
                name: "certificate",
                secret: { secretName: "metrics-certificate-0a1b2c3d" },
              },
              { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
            ],
          },
        },
      },
    });
  });

  it("mounts what is shown to Prometheus, where there is something", () => {
    const { mounts, volumes } = buildPodSpec({ prometheusSecretName: "prometheus-token" });
    expect(mounts).toContainEqual({
      name: "prometheus-auth",
      mountPath: "/etc/adapter/prometheus",
      readOnly: true,
    });
    expect(volumes).toContainEqual({
      name: "prometheus-auth",
      secret: { secretName: "prometheus-token" },
    });
  });

  it("mounts no certificate where each pod makes one", () => {
    expect(buildPodSpec({ certificateSecretName: undefined })).toEqual({
      mounts: [
        { name: "config", mountPath: "/etc/adapter/config", readOnly: true },
        { name: "tmp", mountPath: "/tmp" },
      ],
      volumes: [
        { name: "config", configMap: { name: "metrics-config-0a1b2c3d" } },
        { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
      ],
    });
  });
});
