import type * as pulumi from "@pulumi/pulumi";

/**
 * Where pods run (https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/), and what they
 * carry.
 */
export interface AgentPodArgs {
  /** Labels of the pods besides those of the Agent. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Annotations of the pods. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Labels that a node must have. */
  nodeSelector?: Record<string, pulumi.Input<string>>;
  /** The taints of nodes that do not keep the pods away. */
  tolerations?: AgentTolerationArgs[];
  /** The PriorityClass of the pods. */
  priorityClassName?: pulumi.Input<string>;
  /** The RuntimeClass of the pods. */
  runtimeClassName?: pulumi.Input<string>;
  /** The Secrets with credentials for the registry of the image, in the namespace of the agent. */
  imagePullSecrets?: pulumi.Input<string>[];
  /** The user that the container runs as, never 0. Defaults to 10001. */
  runAsUser?: pulumi.Input<number>;
  /**
   * Whether the users of the pod are those of the node. False gives it users of its own
   * (https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/), and needs Kubernetes 1.33. Defaults to
   * true.
   */
  hostUsers?: boolean;
  /**
   * Whether programs that remove nodes, such as the Cluster Autoscaler and Karpenter, leave those with
   * a pod of the agent alone. Defaults to false.
   */
  doNotDisrupt?: boolean;
}

/**
 * A taint of nodes that does not keep the pods away
 * (https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/).
 */
export interface AgentTolerationArgs {
  /** The key of the taint. Without it, and with operator Exists, every taint. */
  key?: pulumi.Input<string>;
  /** How the value is compared: `Equal` or `Exists`. Defaults to `Equal`. */
  operator?: pulumi.Input<string>;
  /** The value of the taint. Not with operator Exists. */
  value?: pulumi.Input<string>;
  /** What the taint does: `NoSchedule`, `PreferNoSchedule` or `NoExecute`. Without it, any. */
  effect?: pulumi.Input<string>;
  /**
   * Seconds that a pod stays on a node whose taint would evict it. Without it, for ever. Only with the
   * effect `NoExecute`.
   */
  tolerationSeconds?: pulumi.Input<number>;
}
