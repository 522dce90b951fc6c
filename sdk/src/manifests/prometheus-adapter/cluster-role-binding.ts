import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** A ServiceAccount and where it is. */
export interface ServiceAccountReference {
  name: pulumi.Input<string>;
  namespace: pulumi.Input<string>;
}

/** What a ClusterRoleBinding around the adapter is built from. */
export interface AdapterClusterRoleBindingFacts {
  name: pulumi.Input<string>;
  labels: Record<string, string>;
  roleName: pulumi.Input<string>;
  serviceAccount: ServiceAccountReference;
}

/** The ClusterRole that every cluster has for servers which ask the API server about their callers. */
export const AUTH_DELEGATOR_ROLE = "system:auth-delegator";

/** Who reads metrics to scale by them. */
export const SCALER_ACCOUNT = { name: "horizontal-pod-autoscaler", namespace: "kube-system" };

/** Gives somebody a ClusterRole. */
export function buildAdapterClusterRoleBinding({
  name,
  labels,
  roleName,
  serviceAccount,
}: AdapterClusterRoleBindingFacts): k8s.types.input.rbac.v1.ClusterRoleBinding {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name, labels },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
    subjects: [{ kind: "ServiceAccount", ...serviceAccount }],
  };
}
