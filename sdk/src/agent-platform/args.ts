import type * as pulumi from "@pulumi/pulumi";
import type { AgentPlatformAlertsArgs } from "./alerts-args.js";
import type { AgentPlatformPrometheusArgs } from "./prometheus-args.js";
import type { AgentPlatformScalingArgs } from "./scaling-args.js";

/** What an AgentPlatform is made from: where the metrics of agents are, and what is made of them. */
export interface AgentPlatformArgs {
  /**
   * The namespace of what the platform makes. Defaults to one of its own, by the name of the component,
   * a hyphen and the name of the stack, which admits only pods that meet the Pod Security standard
   * `restricted`.
   */
  namespace?: pulumi.Input<string>;
  /** The Prometheus that looks at agents. */
  prometheus: AgentPlatformPrometheusArgs;
  /** What makes the number of pods follow the tasks. */
  scaling?: AgentPlatformScalingArgs;
  /** What somebody is told about. */
  alerts?: AgentPlatformAlertsArgs;
}
