import type * as k8s from "@pulumi/kubernetes";
import { NO_WAIT_ANNOTATION } from "../await-annotations.js";
import type { ObjectFacts } from "../object-facts.js";

/** What the Service of the adapter is built from. */
export interface AdapterServiceFacts extends ObjectFacts {
  selectorLabels: Record<string, string>;
}

/** The name of the port that the adapter listens on. */
export const ADAPTER_PORT_NAME = "https";

/** The port of the Service. */
export const ADAPTER_SERVICE_PORT = 443;

/** Where the API server asks the adapter. Whether it answers is what its Deployment is waited for. */
export function buildAdapterService({
  name,
  namespace,
  labels,
  selectorLabels,
}: AdapterServiceFacts): k8s.types.input.core.v1.Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels, annotations: NO_WAIT_ANNOTATION },
    spec: {
      type: "ClusterIP",
      selector: selectorLabels,
      ports: [
        {
          name: ADAPTER_PORT_NAME,
          protocol: "TCP",
          port: ADAPTER_SERVICE_PORT,
          targetPort: ADAPTER_PORT_NAME,
        },
      ],
    },
  };
}
