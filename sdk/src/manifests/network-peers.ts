import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AgentNetworkPeerArgs } from "../agent/network-args.js";

type NetworkPolicyPeer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type LabelSelector = k8s.types.input.meta.v1.LabelSelector;

/** The label that every namespace has, with its own name. */
const NAMESPACE_LABEL = "kubernetes.io/metadata.name";

/** Public addresses: none of a private network, of the node or of its link. */
const PUBLIC_BLOCKS = [
  {
    cidr: "0.0.0.0/0",
    except: [
      "10.0.0.0/8",
      "100.64.0.0/10",
      "127.0.0.0/8",
      "169.254.0.0/16",
      "172.16.0.0/12",
      "192.168.0.0/16",
    ],
  },
  { cidr: "::/0", except: ["::1/128", "fc00::/7", "fe80::/10"] },
];

/** All addresses but those of the link, where clouds tell the credentials of a node. */
const ROUTED_BLOCKS = [
  { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] },
  { cidr: "::/0", except: ["fe80::/10"] },
];

/** Selects one of several namespaces by their names, or any. */
export function toNamespacesSelector(
  namespaces: pulumi.Input<string>[] | undefined,
): LabelSelector {
  return namespaces === undefined
    ? {}
    : { matchExpressions: [{ key: NAMESPACE_LABEL, operator: "In", values: namespaces }] };
}

/**
 * Selects addresses, or pods by their namespace and their labels. Both are of one peer: as two, pods of
 * either kind would be selected. Without both, these are all pods of the namespace of the policy.
 */
export function toNetworkPeer({
  cidr,
  namespace,
  podLabels,
}: AgentNetworkPeerArgs): NetworkPolicyPeer {
  if (cidr !== undefined) {
    return { ipBlock: { cidr } };
  }
  return {
    ...(namespace === undefined ? {} : { namespaceSelector: toNamespaceSelector(namespace) }),
    ...(podLabels === undefined ? {} : { podSelector: { matchLabels: podLabels } }),
    ...(namespace === undefined && podLabels === undefined ? { podSelector: {} } : {}),
  };
}

/** The public addresses, none of which is a pod or a node. */
export function buildPublicPeers(): NetworkPolicyPeer[] {
  return PUBLIC_BLOCKS.map((ipBlock) => ({ ipBlock }));
}

/** All addresses that an API server may have. */
export function buildRoutedPeers(): NetworkPolicyPeer[] {
  return ROUTED_BLOCKS.map((ipBlock) => ({ ipBlock }));
}

function toNamespaceSelector(namespace: pulumi.Input<string>): LabelSelector {
  return { matchLabels: { [NAMESPACE_LABEL]: namespace } };
}
