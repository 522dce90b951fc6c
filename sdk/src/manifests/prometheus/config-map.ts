import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectFacts } from "../object-facts.js";

/** What the ConfigMap of Prometheus is built from. */
export interface PrometheusConfigMapFacts extends Omit<ObjectFacts, "name"> {
  /** The texts of the files by their names. */
  files: Record<string, pulumi.Input<string>>;
}

/**
 * The files of Prometheus. Immutable, and without a name: the Kubernetes provider makes another one up
 * for each content, which is thereby another ConfigMap, and a rollout.
 */
export function buildPrometheusConfigMap({
  namespace,
  labels,
  files,
}: PrometheusConfigMapFacts): k8s.types.input.core.v1.ConfigMap {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace, labels },
    immutable: true,
    data: files,
  };
}
