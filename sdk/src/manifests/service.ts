import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AgentTrafficDistribution } from "../agent/network-args.js";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";
import { buildServiceNetwork, type ServiceNetworkFacts } from "./service-network.js";
import { buildTimeoutAnnotation } from "./timeout-annotation.js";

/** What the Service of an agent is built from. */
export interface ServiceFacts extends ObjectFacts {
  selectorLabels: Record<string, string>;
  /** How long the provider waits for endpoints. */
  timeoutSeconds: pulumi.Input<string>;
  network: ServiceNetworkFacts & { trafficDistribution?: AgentTrafficDistribution };
}

/** The address of an agent. Its first port speaks A2A: programs that look agents up rely on it. */
export function buildService({
  name,
  namespace,
  labels,
  selectorLabels,
  timeoutSeconds,
  network,
}: ServiceFacts): k8s.types.input.core.v1.Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels, annotations: buildTimeoutAnnotation(timeoutSeconds) },
    spec: {
      type: "ClusterIP",
      selector: selectorLabels,
      ...buildServiceNetwork(network),
      ...omitEmpty({ trafficDistribution: network.trafficDistribution }),
    },
  };
}
