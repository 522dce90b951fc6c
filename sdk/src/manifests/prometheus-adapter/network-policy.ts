import { LABELS } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import { AgentRuntimeMode } from "../../agent/args.js";
import type { AgentDestinationArgs } from "../../agent/network-args.js";
import { buildEgressRules } from "../egress-rules.js";
import { toTcpPort } from "../network-ports.js";
import type { ObjectFacts } from "../object-facts.js";
import { ADAPTER_PORT_NAME } from "./service.js";

type NetworkPolicyEgressRule = k8s.types.input.networking.v1.NetworkPolicyEgressRule;

/** What the NetworkPolicy of the adapter is built from. */
export interface AdapterNetworkPolicyFacts extends ObjectFacts {
  selectorLabels: Record<string, string>;
  network: {
    /** Undefined: wherever its pods are. */
    prometheus?: AgentDestinationArgs;
    allowTo: AgentDestinationArgs[];
  };
}

/** Wherever it runs: Prometheus is told by this label of its Operator's and of its chart's. */
const ANY_PROMETHEUS: NetworkPolicyEgressRule = {
  to: [{ namespaceSelector: {}, podSelector: { matchLabels: { [LABELS.name]: "prometheus" } } }],
};

/**
 * Whom the adapter reaches: DNS, Prometheus and the API server. Everybody reaches its one port, since no
 * policy can name the API server, and the adapter asks that who calls and what they may read.
 */
export function buildAdapterNetworkPolicy({
  name,
  namespace,
  labels,
  selectorLabels,
  network,
}: AdapterNetworkPolicyFacts): k8s.types.input.networking.v1.NetworkPolicy {
  const { allowTo, prometheus } = network;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace, labels },
    spec: {
      podSelector: { matchLabels: selectorLabels },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ ports: [toTcpPort(ADAPTER_PORT_NAME)] }],
      egress: [
        ...(prometheus === undefined ? [ANY_PROMETHEUS] : []),
        ...buildEgressRules({
          selectorLabels,
          // It has no replicas that it asks, no peers, and nothing to do in the internet.
          mode: AgentRuntimeMode.None,
          peers: [],
          discovery: undefined,
          network: {
            allowTo: [...(prometheus === undefined ? [] : [prometheus]), ...allowTo],
            internet: false,
          },
          hasToken: true,
        }),
      ],
    },
  };
}
