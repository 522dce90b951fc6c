import { A2A_PROTOCOL, LABELS, PORT_NAMES, SIDECAR_PORT, toSelectorLabels } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import { AgentRuntimeMode } from "../agent/args.js";
import type { AgentDiscovery } from "../agent/discovery-schema.js";
import type { AgentDestinationArgs } from "../agent/network-args.js";
import { buildApiServerRule, buildDestinationRule } from "./destination-rules.js";
import { buildDnsRules } from "./dns-rules.js";
import { buildPublicPeers, toNamespacesSelector, toNetworkPeer } from "./network-peers.js";
import { toTcpPort } from "./network-ports.js";
import { toPodPorts } from "./pod-ports.js";

type NetworkPolicyEgressRule = k8s.types.input.networking.v1.NetworkPolicyEgressRule;
type NetworkPolicyPeer = k8s.types.input.networking.v1.NetworkPolicyPeer;

/** What the rules about whom the pods of an agent reach are built from. */
export interface EgressRuleFacts {
  selectorLabels: Record<string, string>;
  mode: AgentRuntimeMode;
  /** The agents that this one may call. One outside the cluster is among the internet. */
  peers: { name: string; namespace?: string }[];
  network: DestinationFacts;
  /** Which agents it finds, and may call. Undefined where none. */
  discovery: AgentDiscovery | undefined;
  /** Whether the pods have a token for the API server. */
  hasToken: boolean;
}

/** Where the pods may go besides their peers. */
export interface DestinationFacts {
  allowTo: AgentDestinationArgs[];
  /** Whether they may reach https on public addresses. */
  internet: boolean;
}

const HTTPS_PORT = 443;

/** DNS, the other replicas, the peers, what was asked for, the internet and the API server. */
export function buildEgressRules(facts: EgressRuleFacts): NetworkPolicyEgressRule[] {
  const { hasToken, network } = facts;
  return [
    ...buildDnsRules(),
    ...buildAgentRules(facts),
    ...(network.internet ? [{ to: buildPublicPeers(), ports: [toTcpPort(HTTPS_PORT)] }] : []),
    ...network.allowTo.map(buildDestinationRule),
    ...(hasToken ? [buildApiServerRule()] : []),
  ];
}

/** Where an agent listens of which nobody knows here whether it has a sidecar. */
const PEER_PORTS = [PORT_NAMES.a2a, SIDECAR_PORT];

/** Replicas with a runtime ask each other for tasks. */
function buildAgentRules({
  discovery,
  mode,
  peers,
  selectorLabels,
}: EgressRuleFacts): NetworkPolicyEgressRule[] {
  const agents = [
    ...(mode === AgentRuntimeMode.None ? [] : [toNetworkPeer({ podLabels: selectorLabels })]),
    ...peers.map(({ name, namespace }) =>
      toNetworkPeer({ namespace, podLabels: toSelectorLabels(name) }),
    ),
    ...(discovery === undefined ? [] : [toFoundAgents(discovery)]),
  ];
  const hasOthers = peers.length > 0 || discovery !== undefined;
  const ports = hasOthers ? PEER_PORTS : [toPodPorts(mode).a2a];
  return agents.length === 0 ? [] : [{ to: agents, ports: ports.map((port) => toTcpPort(port)) }];
}

/** What is found is called: any agent of the namespaces. */
function toFoundAgents({ allNamespaces, namespaces }: AgentDiscovery): NetworkPolicyPeer {
  const isOfOthers = allNamespaces || namespaces !== undefined;
  return {
    ...(isOfOthers ? { namespaceSelector: toNamespacesSelector(namespaces) } : {}),
    podSelector: { matchLabels: { [LABELS.protocol]: A2A_PROTOCOL } },
  };
}
