import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { POD_SECURITY_PREFIX } from "../kubernetes-syntax.js";

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const POD_SECURITY_LEVEL = "restricted";

/**
 * `enforce` refuses pods. The other two also tell about a Deployment whose pods would be refused,
 * which otherwise only says that it has none.
 */
const POD_SECURITY_MODES = ["enforce", "audit", "warn"] as const;

/** What a Namespace is built from. */
export interface NamespaceFacts {
  name: string;
  labels: Record<string, pulumi.Input<string>>;
}

/** A Namespace that admits only pods which meet the strictest of the Pod Security standards. */
export function buildNamespace({
  name,
  labels,
}: NamespaceFacts): k8s.types.input.core.v1.Namespace {
  const podSecurity = Object.fromEntries(
    POD_SECURITY_MODES.map((mode) => [`${POD_SECURITY_PREFIX}${mode}`, POD_SECURITY_LEVEL]),
  );
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { ...labels, ...podSecurity } },
  };
}
