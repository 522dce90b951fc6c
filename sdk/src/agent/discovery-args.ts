/**
 * Which agents an Agent finds besides its `peers`: those with a Service that has the label `protocol: a2a`
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/). `{}` finds those of its own
 * namespace.
 *
 * The pods get a token and the right to read Services and EndpointSlices there
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/), `A2A_DISCOVERY_NAMESPACES` tells where to
 * look, and the NetworkPolicy opens the way to the API server and to pods that have that label as well: on
 * their port named `a2a`, and on 8080. The policies of Agents admit the pods by the label
 * `berth.dev/discovery` unless `network.discovery` of theirs is false.
 */
export interface AgentDiscoveryArgs {
  /**
   * The namespaces whose agents are found. Each gets a Role and a RoleBinding, and must be there. Plain,
   * because it decides what is made. Defaults to the namespace of the agent alone.
   */
  namespaces?: string[];
  /**
   * Whether the agents of all namespaces are found: by a ClusterRole and a ClusterRoleBinding. Not to be given
   * with `namespaces`. Defaults to false.
   */
  allNamespaces?: boolean;
}
