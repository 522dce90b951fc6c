import type * as pulumi from "@pulumi/pulumi";
import type { AgentMonitoringKind } from "../agent/monitoring-args.js";
import type { AgentNetworkPeerArgs } from "../agent/network-args.js";
import type { ScalingBackend } from "../scaling-backend.js";

/**
 * What agents need to know of the platform of their cluster: the output `binding` of an AgentPlatform,
 * also through a StackReference (https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences).
 */
export interface AgentPlatformBindingArgs {
  /** What scales agents. An Agent with `scaling` must have the same `scaling.backend`. */
  scalingBackend: pulumi.Input<ScalingBackend>;
  /** How Prometheus finds pods. An Agent must have the same `monitoring.kind`. */
  monitoringKind: pulumi.Input<AgentMonitoringKind>;
  /** The URL at which pods ask Prometheus. */
  prometheusUrl: pulumi.Input<string>;
  /**
   * The pods of Prometheus, which the NetworkPolicy of an Agent admits to its metrics. Defaults to those
   * of any namespace with the label `app.kubernetes.io/name: prometheus`.
   */
  prometheus?: AgentNetworkPeerArgs;
  /** The labels by which Prometheus selects a PodMonitor. */
  podMonitorLabels: Record<string, pulumi.Input<string>>;
}

/** What agents need to know of the platform of their cluster. Fits the `platform` of an Agent. */
export interface AgentPlatformBinding {
  /** What scales agents. */
  scalingBackend: ScalingBackend;
  /** How Prometheus finds pods. */
  monitoringKind: AgentMonitoringKind;
  /** The URL at which pods ask Prometheus. */
  prometheusUrl: string;
  /** The pods of Prometheus. Undefined for those of any namespace that are labelled as such. */
  prometheus?: AgentPrometheusPods;
  /** The labels by which Prometheus selects a PodMonitor. */
  podMonitorLabels: Record<string, string>;
}

/** The pods of Prometheus: those of a namespace with some labels, or addresses where it is no pod. */
export interface AgentPrometheusPods {
  /** A block of addresses. Undefined for pods. */
  cidr?: string;
  /** The namespace of the pods. */
  namespace?: string;
  /** The labels of the pods. */
  podLabels?: Record<string, string>;
}
