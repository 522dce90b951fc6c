import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";

/** What the ServiceAccount of an agent is built from. */
export interface ServiceAccountFacts extends ObjectFacts {
  annotations: Record<string, pulumi.Input<string>>;
}

/** The identity of an agent. It gives a pod no token unless the pod asks for one. */
export function buildServiceAccount({
  name,
  namespace,
  labels,
  annotations,
}: ServiceAccountFacts): k8s.types.input.core.v1.ServiceAccount {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, labels, ...omitEmpty({ annotations }) },
    automountServiceAccountToken: false,
  };
}
