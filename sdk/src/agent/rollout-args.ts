import type * as pulumi from "@pulumi/pulumi";

/**
 * How a pod goes away: it goes on accepting, then finishes its tasks, then ends
 * (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination).
 */
export interface AgentDrainArgs {
  /** Seconds the drain waits for running tasks at most. Defaults to 100. */
  maxTaskSeconds?: number;
  /**
   * Seconds in which new tasks are still accepted, while the pod disappears from the endpoints.
   * Defaults to 5.
   */
  acceptWindowSeconds?: number;
  /**
   * Seconds between the last moment for a task and SIGKILL, in which tasks that still run are
   * aborted and tell so. Defaults to 15.
   */
  marginSeconds?: number;
}

/**
 * How a change reaches the pods
 * (https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds).
 */
export interface AgentRolloutArgs {
  /**
   * Seconds in which one more pod must become ready, or else the deployment fails and the pods of
   * before stay. It has to be enough to pull the image and to start. At least 11, since a pod counts
   * once it has been ready for 10. Defaults to 600.
   */
  progressDeadlineSeconds?: pulumi.Input<number>;
}
