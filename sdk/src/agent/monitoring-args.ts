import type * as pulumi from "@pulumi/pulumi";
import type { AgentNetworkPeerArgs } from "./network-args.js";

/**
 * How Prometheus finds the pods. A PodMonitor is described at
 * https://prometheus-operator.dev/docs/developer/getting-started/.
 */
export interface AgentMonitoringArgs {
  /** What is made for Prometheus: what the `platform` asks for, where there is one. Defaults to None. */
  kind?: AgentMonitoringKind;
  /**
   * Seconds from one look at a pod to the next. Only for a PodMonitor, and up to 30 with `scaling`. Defaults
   * to 15.
   */
  intervalSeconds?: pulumi.Input<number>;
  /**
   * Labels by which your Prometheus selects the PodMonitor, such as `release`. Only for a PodMonitor,
   * and none of those that the Agent gives to it. They come on top of those of the `platform`.
   */
  labels?: Record<string, pulumi.Input<string>>;
  /**
   * The pods of Prometheus, which the NetworkPolicy admits to the metrics. Defaults to those of the
   * `platform`, or else to those of any namespace with the label `app.kubernetes.io/name: prometheus`. In
   * the runtime mode None only with `port`.
   */
  prometheus?: AgentNetworkPeerArgs;
  /**
   * The port on which the image serves its metrics. Only for the runtime mode None, where there are
   * none without it.
   */
  port?: number;
  /** The path of the metrics. Only for the runtime mode None. Defaults to `/metrics`. */
  path?: pulumi.Input<string>;
}

/** What is made so that Prometheus finds the pods. */
export const AgentMonitoringKind = {
  /** Nothing: Prometheus finds the port named `metrics` by itself. */
  None: "None",
  /** A PodMonitor of the Prometheus Operator, which must be installed in the cluster. */
  PodMonitor: "PodMonitor",
} as const;

/** What is made so that Prometheus finds the pods. */
export type AgentMonitoringKind = (typeof AgentMonitoringKind)[keyof typeof AgentMonitoringKind];
