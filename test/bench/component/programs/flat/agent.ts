import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { buildCard } from "./card.ts";
import { createDeployment } from "./deployment.ts";
import { toLabels, toSelector, toWorkloadLabels } from "./labels.ts";
import { createNetworkPolicy } from "./network-policy.ts";

/** Makes the objects of an agent below a component that does nothing else. */
export function createAgent(name: string, namespace: pulumi.Output<string>): void {
  const parent = new pulumi.ComponentResource("flat:index:Agent", name);
  const card = buildCard(name);
  new k8s.core.v1.ServiceAccount(
    `${name}-service-account`,
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name, namespace, labels: toLabels(name) },
      automountServiceAccountToken: false,
    },
    { parent },
  );
  new k8s.core.v1.ConfigMap(
    card.configMap,
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: card.configMap, namespace, labels: toLabels(name) },
      immutable: true,
      data: card.data,
    },
    { parent },
  );
  createNetworkPolicy(name, namespace, parent);
  createDeployment(name, namespace, card.configMap, parent);
  new k8s.core.v1.Service(
    `${name}-service`,
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        name,
        namespace,
        labels: toWorkloadLabels(name),
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        type: "ClusterIP",
        selector: toSelector(name),
        ports: [
          { name: "a2a", protocol: "TCP", appProtocol: "http", port: 8000, targetPort: "a2a" },
        ],
      },
    },
    { parent },
  );
  new k8s.core.v1.Service(
    `${name}-siblings-service`,
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        name: `${name}-siblings`,
        namespace,
        labels: toLabels(name),
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        type: "ClusterIP",
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: toSelector(name),
        ports: [
          { name: "a2a", protocol: "TCP", appProtocol: "http", port: 8000, targetPort: "a2a" },
        ],
      },
    },
    { parent },
  );
  new k8s.policy.v1.PodDisruptionBudget(
    `${name}-pod-disruption-budget`,
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name, namespace, labels: toLabels(name) },
      spec: {
        selector: { matchLabels: toSelector(name) },
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      },
    },
    { parent },
  );
}
