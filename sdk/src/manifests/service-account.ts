import type * as k8s from "@pulumi/kubernetes";
import type { ObjectFacts } from "./object-facts.js";

/** The identity of an agent. It has no rights, and no token unless a pod asks for one. */
export function buildServiceAccount({
  name,
  namespace,
  labels,
}: ObjectFacts): k8s.types.input.core.v1.ServiceAccount {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, labels },
    automountServiceAccountToken: false,
  };
}
