import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterObjectFacts } from "./cluster-object-facts.js";

/** What the ClusterRoleBinding of Prometheus is built from. */
export interface PrometheusClusterRoleBindingFacts extends ClusterObjectFacts {
  clusterRoleName: pulumi.Input<string>;
  serviceAccountName: pulumi.Input<string>;
  serviceAccountNamespace: pulumi.Input<string>;
}

/** Gives the identity of Prometheus its ClusterRole. */
export function buildPrometheusClusterRoleBinding({
  name,
  labels,
  clusterRoleName,
  serviceAccountName,
  serviceAccountNamespace,
}: PrometheusClusterRoleBindingFacts): k8s.types.input.rbac.v1.ClusterRoleBinding {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name, labels },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: clusterRoleName },
    subjects: [
      { kind: "ServiceAccount", name: serviceAccountName, namespace: serviceAccountNamespace },
    ],
  };
}
