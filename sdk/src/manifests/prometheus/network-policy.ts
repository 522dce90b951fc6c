import { A2A_PROTOCOL, LABELS, METRICS_PORT, PORT_NAMES } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AgentDestinationArgs, AgentNetworkPeerArgs } from "../../agent/network-args.js";
import { buildApiServerRule, buildDestinationRule } from "../destination-rules.js";
import { buildDnsRules } from "../dns-rules.js";
import { toNetworkPeer } from "../network-peers.js";
import { toTcpPort } from "../network-ports.js";
import type { ObjectFacts } from "../object-facts.js";
import { KEDA_METRICS_PORT, KEDA_OPERATOR_LABELS } from "./scrape-jobs.js";
import { PROMETHEUS_PORT_NAME } from "./service.js";

type NetworkPolicyIngressRule = k8s.types.input.networking.v1.NetworkPolicyIngressRule;
type NetworkPolicyEgressRule = k8s.types.input.networking.v1.NetworkPolicyEgressRule;

/** What the NetworkPolicy of Prometheus is built from. */
export interface PrometheusNetworkPolicyFacts extends ObjectFacts {
  selectorLabels: Record<string, string>;
  /** The pods of the adapter, which are in the same namespace. Undefined where it does not scale. */
  adapterLabels: Record<string, string> | undefined;
  /** Undefined where KEDA does not scale. */
  kedaNamespace: pulumi.Input<string> | undefined;
  /** Who may ask besides. */
  allowFrom: AgentNetworkPeerArgs[];
  /** Where Prometheus may go besides. */
  allowTo: AgentDestinationArgs[];
  /** The Alertmanager that is told of alerts. Undefined where none is. */
  alertmanager: AlertmanagerFacts | undefined;
}

/** Where an Alertmanager is. */
export interface AlertmanagerFacts {
  /** Undefined for the pods of any namespace that are labelled as such. */
  peer: AgentNetworkPeerArgs | undefined;
}

/** Where an Alertmanager listens. */
const ALERTMANAGER_PORT = 9093;

/** Every agent, whatever its namespace. */
const AGENTS = {
  namespaceSelector: {},
  podSelector: { matchLabels: { [LABELS.protocol]: A2A_PROTOCOL } },
};

/** Where agents have their metrics: by name wherever that is found, and where a sidecar has them. */
const AGENT_METRICS_PORTS = [PORT_NAMES.metrics, METRICS_PORT];

/** Wherever it runs: an Alertmanager is told by this label of its Operator's and of its chart's. */
const ANY_ALERTMANAGER = {
  namespaceSelector: {},
  podSelector: { matchLabels: { [LABELS.name]: "alertmanager" } },
};

/**
 * Who asks Prometheus: what scales agents, and who else is let in. It has no password, and whoever asks
 * learns of the work of every agent. And whom Prometheus reaches: the metrics of agents, nothing else of
 * them, and what it works with.
 */
export function buildPrometheusNetworkPolicy(
  facts: PrometheusNetworkPolicyFacts,
): k8s.types.input.networking.v1.NetworkPolicy {
  const { labels, name, namespace, selectorLabels } = facts;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace, labels },
    spec: {
      podSelector: { matchLabels: selectorLabels },
      policyTypes: ["Ingress", "Egress"],
      ingress: buildIngressRules(facts),
      egress: buildEgressRules(facts),
    },
  };
}

/** A rule with an empty list would let everybody in. */
function buildIngressRules({
  adapterLabels,
  allowFrom,
  kedaNamespace,
}: PrometheusNetworkPolicyFacts): NetworkPolicyIngressRule[] {
  const from = [
    ...(adapterLabels === undefined ? [] : [{ podLabels: adapterLabels }]),
    ...(kedaNamespace === undefined ? [] : [toKeda(kedaNamespace)]),
    ...allowFrom,
  ];
  return from.length === 0
    ? []
    : [{ from: from.map(toNetworkPeer), ports: [toTcpPort(PROMETHEUS_PORT_NAME)] }];
}

function buildEgressRules({
  alertmanager,
  allowTo,
  kedaNamespace,
}: PrometheusNetworkPolicyFacts): NetworkPolicyEgressRule[] {
  return [
    ...buildDnsRules(),
    { to: [AGENTS], ports: AGENT_METRICS_PORTS.map((port) => toTcpPort(port)) },
    ...(kedaNamespace === undefined
      ? []
      : [{ to: [toNetworkPeer(toKeda(kedaNamespace))], ports: [toTcpPort(KEDA_METRICS_PORT)] }]),
    ...(alertmanager === undefined ? [] : [buildAlertmanagerRule(alertmanager)]),
    ...allowTo.map(buildDestinationRule),
    buildApiServerRule(),
  ];
}

function toKeda(namespace: pulumi.Input<string>): AgentNetworkPeerArgs {
  return { namespace, podLabels: KEDA_OPERATOR_LABELS };
}

/** One that was named may listen anywhere. */
function buildAlertmanagerRule({ peer }: AlertmanagerFacts): NetworkPolicyEgressRule {
  return peer === undefined
    ? { to: [ANY_ALERTMANAGER], ports: [toTcpPort(ALERTMANAGER_PORT)] }
    : { to: [toNetworkPeer(peer)] };
}
