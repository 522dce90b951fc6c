import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectFacts } from "./object-facts.js";

/** What a Secret is built from. */
export interface SecretFacts extends ObjectFacts {
  /** The values by the names of their variables. */
  data: Record<string, pulumi.Input<string>>;
}

/** The secrets that an agent was given by their values. */
export function buildSecret({
  name,
  namespace,
  labels,
  data,
}: SecretFacts): k8s.types.input.core.v1.Secret {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace, labels },
    type: "Opaque",
    stringData: data,
  };
}
