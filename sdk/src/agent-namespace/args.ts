import type * as pulumi from "@pulumi/pulumi";

/** What an AgentNamespace is made from. Nothing is required. */
export interface AgentNamespaceArgs {
  /**
   * The name of the namespace. Defaults to the name of the component, a hyphen and the name of the
   * stack, so that the stacks of one program can share a cluster.
   */
  name?: string;
  /**
   * Labels of the namespace besides those of Pod Security, which are always `restricted`. Policies
   * of other namespaces can select this one by them.
   */
  labels?: Record<string, pulumi.Input<string>>;
}
