import type { AgentPlatformBinding } from "@berth/berth";
import type { Peer } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";

/** What an environment tells: its outputs for people and scripts. */
export interface EnvironmentOutputs {
  /** The name of the namespace that its agents live in. */
  agentNamespace: pulumi.Output<string>;
  /** The URL of each agent within the cluster, by the name of the agent. */
  agentUrls: pulumi.Output<Record<string, string>>;
  /** The same as a list in the form of `A2A_PEERS`, for programs within the cluster. */
  agentRegistry: pulumi.Output<Peer[]>;
  /** The agents that are exposed, with their URLs outside the cluster, in the same form. */
  externalAgentRegistry: pulumi.Output<Peer[]>;
}

/** What a platform tells: its outputs for people and stack references. */
export interface PlatformOutputs {
  /** What environments need to know of it. */
  binding: pulumi.Output<AgentPlatformBinding>;
  /** The URL at which pods ask Prometheus. */
  prometheusUrl: pulumi.Output<string>;
}

/** What a stack tells. */
export type StackOutputs = EnvironmentOutputs | PlatformOutputs;
