import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { CONFIG_FILE } from "../../prometheus-adapter/paths.js";
import type { ObjectFacts } from "../object-facts.js";

/** What the ConfigMap of the adapter is built from. */
export interface AdapterConfigMapFacts extends Omit<ObjectFacts, "name"> {
  config: pulumi.Input<string>;
}

/**
 * What the adapter makes metrics of. It reads that once: the object is immutable and has no name, so that
 * the Kubernetes provider makes another one up for another content, which is a rollout.
 */
export function buildAdapterConfigMap({
  namespace,
  labels,
  config,
}: AdapterConfigMapFacts): k8s.types.input.core.v1.ConfigMap {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace, labels },
    immutable: true,
    data: { [CONFIG_FILE]: config },
  };
}
