import type * as k8s from "@pulumi/kubernetes";
import { NO_WAIT_ANNOTATION } from "../await-annotations.js";
import type { ObjectFacts } from "../object-facts.js";

/** What the Service of Prometheus is built from. */
export interface PrometheusServiceFacts extends ObjectFacts {
  selectorLabels: Record<string, string>;
}

/** Where Prometheus listens, in its pod and in its Service. */
export const PROMETHEUS_PORT = 9090;

/** The name of that port. */
export const PROMETHEUS_PORT_NAME = "http";

/** The address of Prometheus. Whether it answers is what its Deployment is waited for. */
export function buildPrometheusService({
  name,
  namespace,
  labels,
  selectorLabels,
}: PrometheusServiceFacts): k8s.types.input.core.v1.Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels, annotations: NO_WAIT_ANNOTATION },
    spec: {
      type: "ClusterIP",
      selector: selectorLabels,
      ports: [
        {
          name: PROMETHEUS_PORT_NAME,
          protocol: "TCP",
          port: PROMETHEUS_PORT,
          targetPort: PROMETHEUS_PORT_NAME,
        },
      ],
    },
  };
}
