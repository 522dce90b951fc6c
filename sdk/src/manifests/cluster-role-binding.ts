import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterObjectFacts } from "./cluster-object-facts.js";

/** A ServiceAccount and where it is. */
export interface ServiceAccountReference {
  name: pulumi.Input<string>;
  namespace: pulumi.Input<string>;
}

/** What a ClusterRoleBinding is built from. */
export interface ClusterRoleBindingFacts extends ClusterObjectFacts {
  roleName: pulumi.Input<string>;
  serviceAccount: ServiceAccountReference;
}

/** Gives one identity a ClusterRole. */
export function buildClusterRoleBinding({
  name,
  labels,
  roleName,
  serviceAccount,
}: ClusterRoleBindingFacts): k8s.types.input.rbac.v1.ClusterRoleBinding {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name, labels },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
    subjects: [{ kind: "ServiceAccount", ...serviceAccount }],
  };
}
