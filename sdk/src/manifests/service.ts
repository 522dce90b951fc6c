import { PORT_NAMES, SERVICE_PORT } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectFacts } from "./object-facts.js";
import { buildTimeoutAnnotation } from "./timeout-annotation.js";

/** What the Service of an agent is built from. */
export interface ServiceFacts extends ObjectFacts {
  selectorLabels: Record<string, string>;
  /** How long the provider waits for endpoints. */
  timeoutSeconds: pulumi.Input<string>;
}

/** The address of an agent. Its first port speaks A2A: programs that look agents up rely on it. */
export function buildService({
  name,
  namespace,
  labels,
  selectorLabels,
  timeoutSeconds,
}: ServiceFacts): k8s.types.input.core.v1.Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels, annotations: buildTimeoutAnnotation(timeoutSeconds) },
    spec: {
      type: "ClusterIP",
      selector: selectorLabels,
      ports: [
        {
          name: PORT_NAMES.a2a,
          protocol: "TCP",
          appProtocol: "http",
          port: SERVICE_PORT,
          targetPort: PORT_NAMES.a2a,
        },
      ],
    },
  };
}
