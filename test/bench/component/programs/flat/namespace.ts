import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { toStackLabels } from "./labels.ts";

/** Makes the namespace, and returns its name. */
export function createNamespace(): pulumi.Output<string> {
  const parent = new pulumi.ComponentResource("flat:index:Namespace", "agents");
  const namespace = new k8s.core.v1.Namespace(
    "agents-namespace",
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: "agents",
        labels: {
          ...toStackLabels(),
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/audit": "restricted",
          "pod-security.kubernetes.io/warn": "restricted",
        },
      },
    },
    { parent },
  );
  new k8s.networking.v1.NetworkPolicy(
    "agents-default-deny",
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: {
        name: "default-deny",
        namespace: namespace.metadata.name,
        labels: toStackLabels(),
      },
      spec: { podSelector: {}, policyTypes: ["Ingress"] },
    },
    { parent },
  );
  return namespace.metadata.name;
}
