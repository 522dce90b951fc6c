import type * as pulumi from "@pulumi/pulumi";

/**
 * How a pod is asked how it is. What is not given has its default. A sidecar is asked about the agent behind
 * it too, whose container has no readiness of its own.
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
 */
export interface AgentProbesArgs {
  /**
   * Whether it has started. Defaults to every 2 s, for as long as `rollout.progressDeadlineSeconds`.
   */
  startup?: AgentProbeArgs;
  /** Whether it takes tasks. Defaults to every 5 s; 2 failures take it from the Service. */
  readiness?: AgentProbeArgs;
  /** Whether it works at all. Defaults to every 10 s; 6 failures restart it. */
  liveness?: AgentProbeArgs;
}

/**
 * How a pod is asked one thing.
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
 */
export interface AgentProbeArgs {
  /**
   * The path that is asked for. Only for the runtime mode None, where it defaults to the card for
   * startup and readiness, and to an open port for liveness.
   */
  path?: pulumi.Input<string>;
  /** Seconds from one question to the next. */
  periodSeconds?: pulumi.Input<number>;
  /** Seconds in which an answer must come. Defaults to 3 for startup and readiness, to 5 for liveness. */
  timeoutSeconds?: pulumi.Input<number>;
  /** Failures in a row until something is done about it. */
  failureThreshold?: pulumi.Input<number>;
}
