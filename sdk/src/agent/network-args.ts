import type * as pulumi from "@pulumi/pulumi";

/**
 * Who reaches the pods, and whom they reach
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/).
 */
export interface AgentNetworkArgs {
  /**
   * Whether there is a NetworkPolicy. Without one, every pod of the cluster reaches every port.
   * Defaults to true.
   */
  policy?: boolean;
  /** Who may call within the namespace. Defaults to Namespace. */
  callers?: AgentCallers;
  /**
   * The namespaces from which pods may call that declare the agent as a peer. Defaults to all. The
   * label by which they declare it, `can-call.berth.dev/<name>`, says the name of the agent and not its
   * namespace: give them where namespaces of one cluster have agents of the same name.
   */
  callerNamespaces?: pulumi.Input<string>[];
  /**
   * Whether agents with `discovery` may call: those of the namespace, and those of `callerNamespaces`. They
   * have the label `berth.dev/discovery`. One that may not still sees that there is an agent, and not what is
   * on its card. Defaults to true.
   */
  discovery?: boolean;
  /** Further pods and addresses that may call. */
  allowFrom?: AgentNetworkPeerArgs[];
  /** Further places that the pods may reach, such as a proxy, a database or a collector. */
  allowTo?: AgentDestinationArgs[];
  /**
   * Whether the pods may reach port 443 of public addresses, for models and tools. Private,
   * link-local and metadata addresses are not among them. Defaults to true.
   */
  internet?: boolean;
  /**
   * Which pods a caller is led to. Without it, any. PreferClose needs Kubernetes 1.31, the others
   * 1.34.
   */
  trafficDistribution?: AgentTrafficDistribution;
  /** What gateways and meshes are told that the port speaks. Defaults to `http`. */
  appProtocol?: pulumi.Input<string>;
  /** Whether the Services have addresses of IPv4 and IPv6 where the cluster has. Defaults to false. */
  dualStack?: boolean;
}

/** Who may call an agent within its namespace. */
export const AgentCallers = {
  /** Every pod of the namespace. */
  Namespace: "Namespace",
  /** The pods of agents that have this one among their peers, or find it by `discovery`. */
  Peers: "Peers",
} as const;

/** Who may call an agent within its namespace. */
export type AgentCallers = (typeof AgentCallers)[keyof typeof AgentCallers];

/**
 * Which pods of an agent a caller is led to
 * (https://kubernetes.io/docs/concepts/services-networking/service/#traffic-distribution).
 */
export const AgentTrafficDistribution = {
  /** Those in the zone of the caller, where there are any. */
  PreferClose: "PreferClose",
  /** The same, by its newer name. */
  PreferSameZone: "PreferSameZone",
  /** Those on the node of the caller, where there are any. */
  PreferSameNode: "PreferSameNode",
} as const;

/** Which pods of an agent a caller is led to. */
export type AgentTrafficDistribution =
  (typeof AgentTrafficDistribution)[keyof typeof AgentTrafficDistribution];

/**
 * Callers: addresses, or pods by their namespace and their labels
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors).
 */
export interface AgentNetworkPeerArgs {
  /**
   * A block of addresses, such as `10.1.2.0/24`, for callers that are no pods: load balancers, and
   * what is in the network of the nodes. Not to be given with the two below.
   */
  cidr?: pulumi.Input<string>;
  /** The namespace of the pods. Defaults to that of the agent. */
  namespace?: pulumi.Input<string>;
  /** The labels of the pods. Defaults to all pods of the namespace. */
  podLabels?: Record<string, pulumi.Input<string>>;
}

/**
 * A place that the pods of an agent may reach: addresses, or pods
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors).
 */
export interface AgentDestinationArgs {
  /** A block of addresses, such as `10.1.2.0/24`. Not to be given with the two below. */
  cidr?: pulumi.Input<string>;
  /** The namespace of the pods. Defaults to that of the agent. */
  namespace?: pulumi.Input<string>;
  /** The labels of the pods. Defaults to all pods of the namespace. */
  podLabels?: Record<string, pulumi.Input<string>>;
  /** The TCP ports, of the pods and not of their Service. Defaults to all ports. */
  ports?: pulumi.Input<number>[];
}
