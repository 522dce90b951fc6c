import type * as pulumi from "@pulumi/pulumi";

/** What an AgentNamespace is made from. Nothing is required. */
export interface AgentNamespaceArgs {
  /**
   * The name of the namespace. Defaults to the name of the component, a hyphen and the name of the
   * stack, so that the stacks of one program can share a cluster.
   */
  name?: string;
  /**
   * Labels of the namespace besides those of Pod Security, which are always `restricted`, and those that
   * tell which project and stack it belongs to. Policies of other namespaces can select this one by them.
   */
  labels?: Record<string, pulumi.Input<string>>;
  /**
   * What pods may not do that no other policy allows them. Defaults to Ingress. Agents have a policy
   * of their own either way.
   */
  defaultDeny?: AgentNamespaceDefaultDeny;
  /** What all pods of the namespace may ask for together. Defaults to no limit. */
  quota?: AgentNamespaceQuotaArgs;
}

/** What the pods of a namespace may not do that no other policy allows them. */
export const AgentNamespaceDefaultDeny = {
  /** Nothing is denied. */
  None: "None",
  /** They are reached by nobody. */
  Ingress: "Ingress",
  /** They are reached by nobody, and reach nobody: not even DNS. */
  All: "All",
} as const;

/** What the pods of a namespace may not do that no other policy allows them. */
export type AgentNamespaceDefaultDeny =
  (typeof AgentNamespaceDefaultDeny)[keyof typeof AgentNamespaceDefaultDeny];

/**
 * What all pods of a namespace may ask for together. A rollout needs a quarter more than its agent, and
 * pods that drain count too (https://kubernetes.io/docs/concepts/policy/resource-quotas/).
 */
export interface AgentNamespaceQuotaArgs {
  /** The number of pods. */
  pods?: pulumi.Input<number>;
  /** Processor time that they ask for, such as `8`. */
  requestsCpu?: pulumi.Input<string>;
  /** Memory that they ask for, such as `16Gi`. */
  requestsMemory?: pulumi.Input<string>;
  /**
   * Processor time that they may use at most. A container without such a limit is then refused: give
   * `runtime.resources.limits.cpu` of agents with a sidecar.
   */
  limitsCpu?: pulumi.Input<string>;
  /** Memory that they may use at most. */
  limitsMemory?: pulumi.Input<string>;
}
