import type * as pulumi from "@pulumi/pulumi";

/**
 * What a container asks for and may use
 * (https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/).
 */
export interface AgentResourcesArgs {
  /** What the scheduler keeps free for it. */
  requests?: AgentResourceRequestsArgs;
  /** What it may use at most. */
  limits?: AgentResourceLimitsArgs;
}

/**
 * What the scheduler keeps free for a container, as Kubernetes quantities
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 */
export interface AgentResourceRequestsArgs {
  /** Processor time. Defaults to `250m`, a quarter of a core; for a sidecar to `50m`. */
  cpu?: pulumi.Input<string>;
  /** Memory. Defaults to `512Mi`; for a sidecar to `128Mi`. */
  memory?: pulumi.Input<string>;
  /** Disk, for logs and temporary files. Defaults to `64Mi`. */
  ephemeralStorage?: pulumi.Input<string>;
}

/**
 * What a container may use at most, as Kubernetes quantities
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 */
export interface AgentResourceLimitsArgs {
  /** Processor time. Defaults to `1000m`, a core; for a sidecar to no limit. */
  cpu?: pulumi.Input<string>;
  /** Memory: what uses more is killed. Defaults to `1Gi`; for a sidecar to `256Mi`. */
  memory?: pulumi.Input<string>;
  /** Disk, for logs and temporary files: a pod that uses more is evicted. Defaults to `512Mi`. */
  ephemeralStorage?: pulumi.Input<string>;
}
