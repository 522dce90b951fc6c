import type * as k8s from "@pulumi/kubernetes";
import type { AgentDestinationArgs } from "../agent/network-args.js";
import { buildRoutedPeers, toNetworkPeer } from "./network-peers.js";
import { toTcpPort } from "./network-ports.js";

type NetworkPolicyEgressRule = k8s.types.input.networking.v1.NetworkPolicyEgressRule;

/**
 * Where API servers listen. A policy sees the port of the server behind the Service `kubernetes`, not that
 * of the Service: 443 behind the load balancers of clouds, 6443 in most others, 8443 in minikube and 16443
 * in MicroK8s.
 */
const API_SERVER_PORTS = [443, 6443, 8443, 16443];

/** Opens the way to the API server, whatever its address. */
export function buildApiServerRule(): NetworkPolicyEgressRule {
  return { to: buildRoutedPeers(), ports: API_SERVER_PORTS.map(toTcpPort) };
}

/** Opens the way to a place that somebody named. No port is every port. */
export function buildDestinationRule({
  ports = [],
  ...destination
}: AgentDestinationArgs): NetworkPolicyEgressRule {
  return {
    to: [toNetworkPeer(destination)],
    ...(ports.length === 0 ? {} : { ports: ports.map(toTcpPort) }),
  };
}
