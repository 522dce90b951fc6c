import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { toNamespacesSelector } from "./network-peers.js";

/** What the binding of the policy about the deletion cost is built from. */
export interface PodDeletionCostBindingFacts {
  name: pulumi.Input<string>;
  labels: Record<string, string>;
  policyName: pulumi.Input<string>;
  /** The namespace of the pods. */
  namespace: pulumi.Input<string>;
}

/** Puts the policy about the deletion cost into force, in one namespace. */
export function buildPodDeletionCostBinding({
  name,
  labels,
  policyName,
  namespace,
}: PodDeletionCostBindingFacts): k8s.types.input.admissionregistration.v1.ValidatingAdmissionPolicyBinding {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name, labels },
    spec: {
      policyName,
      validationActions: ["Deny"],
      matchResources: { namespaceSelector: toNamespacesSelector([namespace]) },
    },
  };
}
