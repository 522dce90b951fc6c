import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";

/** What a Secret is built from. */
export interface SecretFacts extends Omit<ObjectFacts, "name"> {
  /** Undefined leaves it to the Kubernetes provider, which makes up another one for each content. */
  name: string | undefined;
  /** The values by the names of their variables. */
  data: Record<string, pulumi.Input<string>>;
}

/** The secrets that an agent was given by their values. Immutable: other values are another Secret. */
export function buildSecret({
  name,
  namespace,
  labels,
  data,
}: SecretFacts): k8s.types.input.core.v1.Secret {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...omitEmpty({ name }), namespace, labels },
    type: "Opaque",
    immutable: true,
    stringData: data,
  };
}
