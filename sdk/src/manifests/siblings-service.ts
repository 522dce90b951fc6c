import type * as k8s from "@pulumi/kubernetes";
import type { AgentRuntimeMode } from "../agent/args.js";
import { NO_WAIT_ANNOTATION } from "./await-annotations.js";
import type { ObjectFacts } from "./object-facts.js";
import { buildServiceNetwork, type ServiceNetworkFacts } from "./service-network.js";

/** What the Service by which replicas find each other is built from. */
export interface SiblingsServiceFacts extends ObjectFacts {
  /** Without `protocol` and `app`: programs that look agents up must find each of them once. */
  labels: Record<string, string>;
  selectorLabels: Record<string, string>;
  mode: AgentRuntimeMode;
  network: ServiceNetworkFacts;
}

/** The name that resolves to every replica of an agent. */
export function buildSiblingsService({
  name,
  namespace,
  labels,
  selectorLabels,
  mode,
  network,
}: SiblingsServiceFacts): k8s.types.input.core.v1.Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels, annotations: NO_WAIT_ANNOTATION },
    spec: {
      type: "ClusterIP",
      clusterIP: "None",
      // A replica that goes away still has tasks that others are asked for.
      publishNotReadyAddresses: true,
      selector: selectorLabels,
      ...buildServiceNetwork(mode, network),
    },
  };
}
