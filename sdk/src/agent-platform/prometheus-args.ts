import type * as pulumi from "@pulumi/pulumi";
import type { AgentDestinationArgs, AgentNetworkPeerArgs } from "../agent/network-args.js";

/**
 * The Prometheus that looks at agents: exactly one of `install`, `url` and `operator`. What follows them
 * is for one of them only.
 */
export interface AgentPlatformPrometheusArgs {
  /**
   * Whether a small Prometheus is installed, which finds agents by itself, keeps what they tell for a
   * day, and has the alerts. With `resources` as they are, it is for about 200 pods of agents.
   */
  install?: boolean;
  /**
   * The URL at which pods ask a Prometheus of your own, without a user and a password. It must look, at
   * least every 30 s, at the port named `metrics` of the pods with the label `protocol: a2a`, and give to
   * what it finds there the labels `namespace` and `pod`, and `agent` with the value of
   * `app.kubernetes.io/name`.
   */
  url?: pulumi.Input<string>;
  /** A Prometheus of the Prometheus Operator, which must be installed in the cluster. */
  operator?: AgentPlatformOperatorArgs;
  /**
   * The pods of the Prometheus at `url`, which agents admit to their metrics: their namespace and, if
   * they share it with others, their labels. Defaults to those of any namespace with the label
   * `app.kubernetes.io/name: prometheus`. Only with `url`.
   */
  pods?: AgentNetworkPeerArgs;
  /**
   * The image of Prometheus, 3.11 or newer. Only with `install`. Defaults to
   * `quay.io/prometheus/prometheus:v3.16.0`.
   */
  image?: pulumi.Input<string>;
  /** Hours for which samples are kept. Only with `install`. Defaults to 24. */
  retentionHours?: pulumi.Input<number>;
  /** Seconds from one look at a pod to the next. Only with `install`. Defaults to 15. */
  scrapeIntervalSeconds?: pulumi.Input<number>;
  /**
   * A volume for the samples. Without it they are on the disk of the node, and are gone with the pod:
   * scalers wait for new ones, and graphs begin anew. Only with `install`.
   */
  storage?: AgentPlatformStorageArgs;
  /** What Prometheus asks for and may use. Only with `install`. */
  resources?: AgentPlatformResourcesArgs;
  /**
   * Further pods and addresses that may ask Prometheus, besides the adapter of the platform and KEDA's
   * operator: dashboards, and what serves an ExistingApi. It has no password, and whoever asks learns of
   * the work of every agent. A peer without a namespace is in that of the platform. Only with `install`.
   */
  allowFrom?: AgentNetworkPeerArgs[];
  /**
   * Further places that Prometheus may reach, such as an API server on a port other than 443, 6443, 8443
   * and 16443: the one that `kubectl get endpointslices --namespace default` tells. A place without a
   * namespace is in that of the platform. Only with `install`.
   */
  allowTo?: AgentDestinationArgs[];
}

/** A Prometheus of the Prometheus Operator (https://prometheus-operator.dev). */
export interface AgentPlatformOperatorArgs {
  /** The URL at which pods ask it, without a user and a password. */
  url: pulumi.Input<string>;
  /**
   * The labels by which it selects a PodMonitor, such as `release`. Agents get them from the
   * platform. Defaults to none.
   */
  podMonitorLabels?: Record<string, pulumi.Input<string>>;
  /**
   * The labels by which it selects a PrometheusRule. Those that say whose an object is, such as
   * `app.kubernetes.io/name`, are the platform's own. Defaults to none.
   */
  ruleLabels?: Record<string, pulumi.Input<string>>;
  /**
   * Its pods, which agents admit to their metrics: their namespace and, if they share it with others,
   * their labels. Defaults to those of any namespace with the label `app.kubernetes.io/name: prometheus`.
   */
  pods?: AgentNetworkPeerArgs;
}

/** A volume for samples (https://kubernetes.io/docs/concepts/storage/persistent-volumes/). */
export interface AgentPlatformStorageArgs {
  /** Its size, such as `10Gi`. */
  size: pulumi.Input<string>;
  /**
   * The StorageClass of the volume. Another one is another volume, without the samples. Defaults to that
   * of the cluster.
   */
  className?: pulumi.Input<string>;
}

/**
 * What Prometheus asks for and may use, as Kubernetes quantities
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 */
export interface AgentPlatformResourcesArgs {
  /** Processor time that is kept free for it. Defaults to `100m`. */
  requestsCpu?: pulumi.Input<string>;
  /** Memory that is kept free for it. Defaults to `512Mi`. */
  requestsMemory?: pulumi.Input<string>;
  /** Processor time that it may use at most. Defaults to `1000m`. */
  limitsCpu?: pulumi.Input<string>;
  /** Memory: it is killed when it uses more. Defaults to `1Gi`. */
  limitsMemory?: pulumi.Input<string>;
}
