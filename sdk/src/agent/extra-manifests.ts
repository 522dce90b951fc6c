import type * as pulumi from "@pulumi/pulumi";
import type { AgentManifest } from "./overrides-args.js";

/** Kinds that are in no namespace, besides those whose name says it. */
const CLUSTER_KINDS = new Set([
  "APIService",
  "CustomResourceDefinition",
  "GatewayClass",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "PersistentVolume",
  "PriorityClass",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
]);

/** Puts an object that a user adds into the namespace of the agent, unless it names another one. */
export function placeManifest(
  manifest: AgentManifest,
  namespace: pulumi.Input<string> | undefined,
): AgentManifest {
  const { kind } = manifest;
  const isOfCluster = kind.startsWith("Cluster") || CLUSTER_KINDS.has(kind);
  return isOfCluster || namespace === undefined
    ? manifest
    : { ...manifest, metadata: { namespace, ...(manifest.metadata as object) } };
}
