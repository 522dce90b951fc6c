import type * as pulumi from "@pulumi/pulumi";

/** What a stack tells: its outputs for people, scripts and stack references. */
export interface StackOutputs {
  /** The name of the namespace that the agents of the stack live in. */
  agentNamespace: pulumi.Output<string>;
  /** The URL of each agent within the cluster, by the name of the agent. */
  agentUrls: pulumi.Output<Record<string, string>>;
}
