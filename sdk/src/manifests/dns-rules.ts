import type * as k8s from "@pulumi/kubernetes";
import { toNetworkPeer } from "./network-peers.js";

type NetworkPolicyEgressRule = k8s.types.input.networking.v1.NetworkPolicyEgressRule;
type NetworkPolicyPort = k8s.types.input.networking.v1.NetworkPolicyPort;

/** The cluster's own DNS, by the label that every kind of it has. */
const CLUSTER_DNS = { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" } };

/** The cache on each node, which is no pod to a policy: it is on the network of the node. */
const NODE_LOCAL_DNS = "169.254.20.10/32";

const DNS_PORT = 53;

/** OpenShift's DNS has no label that others share, and listens on a port that needs no privilege. */
const OPENSHIFT_DNS = { namespace: "openshift-dns" };

const OPENSHIFT_DNS_PORT = 5353;

/** Opens the way to DNS in the three shapes that clusters have it in. */
export function buildDnsRules(): NetworkPolicyEgressRule[] {
  return [
    {
      to: [toNetworkPeer(CLUSTER_DNS), { ipBlock: { cidr: NODE_LOCAL_DNS } }],
      ports: toPorts(DNS_PORT),
    },
    { to: [toNetworkPeer(OPENSHIFT_DNS)], ports: toPorts(OPENSHIFT_DNS_PORT) },
  ];
}

/** A long answer comes over TCP. */
function toPorts(port: number): NetworkPolicyPort[] {
  return [
    { protocol: "UDP", port },
    { protocol: "TCP", port },
  ];
}
