import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceAccountReference } from "../cluster-role-binding.js";

/** What the RoleBinding of the adapter is built from. */
export interface AuthReaderBindingFacts {
  name: pulumi.Input<string>;
  labels: Record<string, string>;
  serviceAccount: ServiceAccountReference;
}

/** Where the API server tells by which certificate it is known to those that it asks. */
const NAMESPACE = "kube-system";

/** The Role that every cluster has for reading that. */
const ROLE = "extension-apiserver-authentication-reader";

/** Lets the adapter learn how the API server shows who it is. */
export function buildAuthReaderBinding({
  name,
  labels,
  serviceAccount,
}: AuthReaderBindingFacts): k8s.types.input.rbac.v1.RoleBinding {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name, namespace: NAMESPACE, labels },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: ROLE },
    subjects: [{ kind: "ServiceAccount", ...serviceAccount }],
  };
}
