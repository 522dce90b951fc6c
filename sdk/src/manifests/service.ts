import { PORT_NAMES, SERVICE_PORT } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type { ObjectFacts } from "./object-facts.js";

/** What the Service of an agent is built from. */
export interface ServiceFacts extends ObjectFacts {
  selectorLabels: Record<string, string>;
}

/** The address of an agent. Its first port speaks A2A: programs that look agents up rely on it. */
export function buildService({
  name,
  namespace,
  labels,
  selectorLabels,
}: ServiceFacts): k8s.types.input.core.v1.Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels },
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
