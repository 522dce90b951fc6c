import type { AgentPlatformBinding } from "@berth/berth";
import type * as pulumi from "@pulumi/pulumi";

/** What a stack tells: its outputs for people, scripts and stack references. */
export interface StackOutputs {
  /** Of an environment: the name of the namespace that its agents live in. */
  agentNamespace?: pulumi.Output<string>;
  /** Of an environment: the URL of each agent within the cluster, by the name of the agent. */
  agentUrls?: pulumi.Output<Record<string, string>>;
  /** Of a platform: what environments need to know of it. */
  binding?: pulumi.Output<AgentPlatformBinding>;
  /** Of a platform: the URL at which pods ask Prometheus. */
  prometheusUrl?: pulumi.Output<string>;
}
