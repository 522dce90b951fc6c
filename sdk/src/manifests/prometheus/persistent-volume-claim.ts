import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { NO_WAIT_ANNOTATION } from "../await-annotations.js";
import type { ObjectFacts } from "../object-facts.js";
import { omitEmpty } from "../omit-empty.js";

/** What the PersistentVolumeClaim of Prometheus is built from. */
export interface PrometheusVolumeFacts extends Omit<ObjectFacts, "name"> {
  storage: StorageFacts;
}

/** A volume. */
export interface StorageFacts {
  size: pulumi.Input<string>;
  /** Undefined leaves the choice to the cluster. */
  className?: pulumi.Input<string>;
}

/**
 * The volume of the samples. Most wait for their pod, so the pod is waited for, and not the volume.
 *
 * The Kubernetes provider makes the name up: one of another class is made before the pod moves, and the
 * old one cannot go before that.
 */
export function buildPrometheusVolumeClaim({
  namespace,
  labels,
  storage,
}: PrometheusVolumeFacts): k8s.types.input.core.v1.PersistentVolumeClaim {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { namespace, labels, annotations: NO_WAIT_ANNOTATION },
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...omitEmpty({ storageClassName: storage.className }),
      resources: { requests: { storage: storage.size } },
    },
  };
}
