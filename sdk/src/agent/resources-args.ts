import type * as pulumi from "@pulumi/pulumi";

/**
 * What a pod asks for and may use
 * (https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/).
 */
export interface AgentResourcesArgs {
  /** What the scheduler keeps free for a pod. */
  requests?: AgentResourceRequestsArgs;
  /** What a pod may use at most. */
  limits?: AgentResourceLimitsArgs;
}

/**
 * What the scheduler keeps free for a pod, as Kubernetes quantities
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 */
export interface AgentResourceRequestsArgs {
  /** Processor time. Defaults to `250m`, a quarter of a core. */
  cpu?: pulumi.Input<string>;
  /** Memory. Defaults to `512Mi`. */
  memory?: pulumi.Input<string>;
  /** Disk, for logs and temporary files. Defaults to `64Mi`. */
  ephemeralStorage?: pulumi.Input<string>;
}

/**
 * What a pod may use at most, as Kubernetes quantities
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 */
export interface AgentResourceLimitsArgs {
  /** Processor time. Defaults to `1000m`, a core. */
  cpu?: pulumi.Input<string>;
  /** Memory: a pod that uses more is killed. Defaults to `1Gi`. */
  memory?: pulumi.Input<string>;
  /** Disk, for logs and temporary files: a pod that uses more is evicted. Defaults to `512Mi`. */
  ephemeralStorage?: pulumi.Input<string>;
}
