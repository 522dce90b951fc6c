import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { toPodLabels, toSelector, toWorkloadLabels } from "./labels.ts";

/** Makes the Deployment of an agent. */
export function createDeployment(
  name: string,
  namespace: pulumi.Output<string>,
  configMap: string,
  parent: pulumi.Resource,
): void {
  new k8s.apps.v1.Deployment(
    `${name}-deployment`,
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name,
        namespace,
        labels: toWorkloadLabels(name),
        annotations: { "pulumi.com/timeoutSeconds": "1260", "pulumi.com/patchForce": "true" },
      },
      spec: {
        replicas: 2,
        selector: { matchLabels: toSelector(name) },
        strategy: {
          type: "RollingUpdate",
          rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" },
        },
        minReadySeconds: 10,
        progressDeadlineSeconds: 600,
        revisionHistoryLimit: 3,
        template: {
          metadata: { labels: toPodLabels(name) },
          spec: {
            serviceAccountName: name,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 120,
            dnsConfig: { options: [{ name: "ndots", value: "3" }] },
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
                      labelSelector: { matchLabels: toSelector(name) },
                      topologyKey: "kubernetes.io/hostname",
                    },
                  },
                ],
              },
            },
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "kubernetes.io/hostname",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: toSelector(name) },
                matchLabelKeys: ["pod-template-hash"],
              },
              {
                maxSkew: 1,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: toSelector(name) },
                matchLabelKeys: ["pod-template-hash"],
              },
            ],
            containers: [buildContainer(name, namespace, configMap)],
            volumes: [
              {
                name: "card",
                configMap: { name: configMap, items: [{ key: "card.json", path: "card.json" }] },
              },
              { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
            ],
          },
        },
      },
    },
    { parent },
  );
}

function buildContainer(
  name: string,
  namespace: pulumi.Output<string>,
  configMap: string,
): k8s.types.input.core.v1.Container {
  const fromCard = (key: string) => ({
    name: key,
    valueFrom: { configMapKeyRef: { name: configMap, key } },
  });
  return {
    name: "agent",
    image: "registry.example.com/data-analysis:1.4.2",
    ports: [
      { name: "a2a", containerPort: 8000, protocol: "TCP" },
      { name: "metrics", containerPort: 9464, protocol: "TCP" },
      { name: "admin", containerPort: 9465, protocol: "TCP" },
    ],
    env: [
      { name: "A2A_CARD_FILE", value: "/etc/a2a/card.json" },
      { name: "A2A_PORT", value: "8000" },
      {
        name: "AGENT_URL",
        value: pulumi.interpolate`http://${name}.${namespace}.svc.cluster.local:8000`,
      },
      fromCard("AGENT_NAME"),
      fromCard("AGENT_DESCRIPTION"),
      fromCard("AGENT_VERSION"),
      fromCard("AGENT_SKILLS"),
      {
        name: "A2A_SIBLINGS_HOST",
        value: pulumi.interpolate`${name}-siblings.${namespace}.svc.cluster.local`,
      },
      { name: "A2A_MAX_TASK_SECONDS", value: "100" },
      { name: "A2A_ACCEPT_WINDOW_SECONDS", value: "2" },
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
      { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    ],
    resources: {
      requests: { cpu: "250m", memory: "512Mi", "ephemeral-storage": "64Mi" },
      limits: { cpu: "1000m", memory: "1Gi", "ephemeral-storage": "512Mi" },
    },
    volumeMounts: [
      { name: "card", mountPath: "/etc/a2a", readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
    startupProbe: {
      httpGet: { path: "/readyz", port: "admin" },
      periodSeconds: 2,
      timeoutSeconds: 3,
      failureThreshold: 301,
    },
    livenessProbe: {
      httpGet: { path: "/livez", port: "admin" },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 6,
    },
    readinessProbe: {
      httpGet: { path: "/readyz", port: "admin" },
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: 2,
    },
    lifecycle: { preStop: { sleep: { seconds: 3 } } },
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}
