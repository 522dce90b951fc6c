import { join } from "node:path";
import { cacheDirectory } from "../tools/cache-directory.ts";

/** The cluster that every command means unless told otherwise. */
export const defaultClusterName = "default";

/** The most nodes one cluster can have: the pod ranges of a slot are that many. */
export const maximumNodes = 30;

/** How many clusters fit beside each other into the address range. */
export const maximumSlots = 8;

/**
 * Everything lives in 198.18.0.0/15, the range reserved for tests of network devices (RFC 2544):
 * no private network of anybody is shadowed, and none is addressed by mistake.
 */
export const addressRange = "198.18.0.0/15";

export interface NodeLayout {
  name: string;
  /** On the network that the nodes share. */
  address: string;
  /** The pods of this node. */
  podRange: string;
  /** The named network namespace of the node. */
  networkNamespace: string;
  /** Files of the node on this machine. */
  directory: string;
}

export interface ClusterLayout {
  name: string;
  slot: number;
  /** Files of the cluster on this machine. */
  directory: string;
  kubeconfig: string;
  pki: string;
  /** The machine's own address on the network of the nodes. */
  hostAddress: string;
  nodeRange: string;
  podRange: string;
  serviceRange: string;
  /** The address of the Service `kubernetes`. */
  kubernetesServiceAddress: string;
  dnsServiceAddress: string;
  apiServer: string;
  /** The named network namespace that joins the nodes and the machine. */
  switchNamespace: string;
  /** The machine's end of its cable to the switch. It has the cluster's name: no other cluster can take it for its own. */
  hostLink: string;
  /** Relative to the root of every cgroup controller. */
  cgroup: string;
  nodes: NodeLayout[];
}

/**
 * Says where everything of a cluster is: addresses, names and files.
 *
 * @param slot tells clusters beside each other apart, from 0 to 7.
 */
export function clusterLayout(name: string, slot: number, nodeCount: number): ClusterLayout {
  const directory = cacheDirectory("clusters", name);
  const prefix = `berth-${name}`;
  const serviceBlock = `198.18.${128 + slot * 16}`;
  const nodes = Array.from({ length: nodeCount }, (_, index): NodeLayout => {
    const node = `node${index + 1}`;
    return {
      name: node,
      address: `198.18.${slot}.${11 + index}`,
      podRange: `198.19.${slot * 32 + index}.0/24`,
      networkNamespace: `${prefix}-${node}`,
      directory: join(directory, node),
    };
  });
  return {
    name,
    slot,
    directory,
    kubeconfig: join(directory, "kubeconfig"),
    pki: join(directory, "pki"),
    hostAddress: `198.18.${slot}.1`,
    nodeRange: `198.18.${slot}.0/24`,
    podRange: `198.19.${slot * 32}.0/19`,
    serviceRange: `${serviceBlock}.0/20`,
    kubernetesServiceAddress: `${serviceBlock}.1`,
    dnsServiceAddress: `${serviceBlock}.10`,
    apiServer: `https://198.18.${slot}.11:6443`,
    switchNamespace: `${prefix}-switch`,
    hostLink: prefix,
    cgroup: `berth/${name}`,
    nodes,
  };
}

/** The node that carries the control plane. */
export function controlPlaneNode(layout: ClusterLayout): NodeLayout {
  const [first] = layout.nodes;
  if (first === undefined) {
    throw new Error("A cluster has at least one node.");
  }
  return first;
}
