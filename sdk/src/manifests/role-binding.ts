import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectFacts } from "./object-facts.js";

/** What the RoleBinding of an agent is built from. */
export interface RoleBindingFacts extends Omit<ObjectFacts, "name"> {
  name: pulumi.Input<string>;
  roleName: pulumi.Input<string>;
  serviceAccountName: pulumi.Input<string>;
  /** The API server fills no namespace in here: it has to be known. */
  serviceAccountNamespace: pulumi.Input<string>;
}

/** Gives the identity of an agent its Role. */
export function buildRoleBinding({
  name,
  namespace,
  labels,
  roleName,
  serviceAccountName,
  serviceAccountNamespace,
}: RoleBindingFacts): k8s.types.input.rbac.v1.RoleBinding {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name, namespace, labels },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: roleName },
    subjects: [
      { kind: "ServiceAccount", name: serviceAccountName, namespace: serviceAccountNamespace },
    ],
  };
}
