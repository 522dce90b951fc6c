import type * as k8s from "@pulumi/kubernetes";
import type { AgentRuntimeMode } from "../agent/args.js";
import type { AgentTrafficDistribution } from "../agent/network-args.js";
import { NO_WAIT_ANNOTATION } from "./await-annotations.js";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";
import { buildServiceNetwork, type ServiceNetworkFacts } from "./service-network.js";

/** What the Service of an agent is built from. */
export interface ServiceFacts extends ObjectFacts {
  selectorLabels: Record<string, string>;
  mode: AgentRuntimeMode;
  network: ServiceNetworkFacts & { trafficDistribution?: AgentTrafficDistribution };
}

/**
 * The address of an agent. Its first port speaks A2A: programs that look agents up rely on it. Whether
 * somebody answers is what its Deployment is waited for.
 */
export function buildService({
  name,
  namespace,
  labels,
  selectorLabels,
  mode,
  network,
}: ServiceFacts): k8s.types.input.core.v1.Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels, annotations: NO_WAIT_ANNOTATION },
    spec: {
      type: "ClusterIP",
      selector: selectorLabels,
      ...buildServiceNetwork(mode, network),
      ...omitEmpty({ trafficDistribution: network.trafficDistribution }),
    },
  };
}
