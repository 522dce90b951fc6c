import { LABEL_TRUE, LABELS, toCanCallLabel } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { AgentRuntimeMode } from "../agent/args.js";
import { AgentCallers, type AgentNetworkPeerArgs } from "../agent/network-args.js";
import { toNamespacesSelector, toNetworkPeer } from "./network-peers.js";
import { toTcpPort } from "./network-ports.js";
import { toPodPorts } from "./pod-ports.js";

type NetworkPolicyIngressRule = k8s.types.input.networking.v1.NetworkPolicyIngressRule;
type NetworkPolicyPeer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type LabelSelector = k8s.types.input.meta.v1.LabelSelector;

/** What the rules about who reaches the pods of an agent are built from. */
export interface IngressRuleFacts {
  /** The name of the agent, which callers declare. */
  agent: string;
  selectorLabels: Record<string, string>;
  mode: AgentRuntimeMode;
  network: CallerFacts;
  /** Undefined where no caller comes from outside the cluster. */
  exposure: { from: AgentNetworkPeerArgs[] } | undefined;
  monitoring: {
    /** The pods of Prometheus. */
    prometheus?: AgentNetworkPeerArgs;
    /** Where there is no runtime: the port of the metrics, if there are any. */
    port?: number;
  };
}

/** Who may call. */
export interface CallerFacts {
  callers: AgentCallers;
  /** The namespaces of callers that declare the agent. Undefined: any. */
  callerNamespaces?: pulumi.Input<string>[];
  /** Whether agents that find this one may call. */
  discovery: boolean;
  allowFrom: AgentNetworkPeerArgs[];
}

/** Wherever it runs: Prometheus is told by this label of its Operator's and of its chart's. */
const ANY_PROMETHEUS: NetworkPolicyPeer = {
  namespaceSelector: {},
  podSelector: { matchLabels: { [LABELS.name]: "prometheus" } },
};

/**
 * No rule has the admin port: the kubelet reaches it all the same, since it is on the node. Nor has one the
 * port of an agent behind a sidecar.
 */
export function buildIngressRules(facts: IngressRuleFacts): NetworkPolicyIngressRule[] {
  const { exposure, mode, monitoring, network } = facts;
  const hasMetrics = mode !== AgentRuntimeMode.None || monitoring.port !== undefined;
  const { prometheus } = monitoring;
  const ports = toPodPorts(mode);
  return [
    {
      from: [
        ...toNeighbours(facts),
        ...toDeclaredCallers(facts),
        ...network.allowFrom.map(toNetworkPeer),
        ...(exposure?.from ?? []).map(toNetworkPeer),
      ],
      ports: [toTcpPort(ports.a2a)],
    },
    ...(hasMetrics
      ? [
          {
            from: [prometheus === undefined ? ANY_PROMETHEUS : toNetworkPeer(prometheus)],
            ports: [toTcpPort(ports.metrics)],
          },
        ]
      : []),
  ];
}

/** The pods of the namespace that may call. Replicas with a runtime call each other. */
function toNeighbours(facts: IngressRuleFacts): NetworkPolicyPeer[] {
  if (facts.network.callers === AgentCallers.Namespace) {
    return [{ podSelector: {} }];
  }
  return [
    ...toDeclaredSelectors(facts).map((podSelector) => ({ podSelector })),
    ...(facts.mode === AgentRuntimeMode.None
      ? []
      : [{ podSelector: { matchLabels: facts.selectorLabels } }]),
  ];
}

/** The pods of other namespaces that declare the agent. */
function toDeclaredCallers(facts: IngressRuleFacts): NetworkPolicyPeer[] {
  const { callerNamespaces } = facts.network;
  if (callerNamespaces?.length === 0) {
    return [];
  }
  const namespaceSelector = toNamespacesSelector(callerNamespaces);
  return toDeclaredSelectors(facts).map((podSelector) => ({ namespaceSelector, podSelector }));
}

/** Who finds agents calls any, so one label of theirs stands for those of all. */
function toDeclaredSelectors({ agent, network }: IngressRuleFacts): LabelSelector[] {
  const labels = [toCanCallLabel(agent), ...(network.discovery ? [LABELS.discovery] : [])];
  return labels.map((label) => ({ matchLabels: { [label]: LABEL_TRUE } }));
}
