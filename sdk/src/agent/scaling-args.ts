import type * as pulumi from "@pulumi/pulumi";

/**
 * How many pods there are for how many tasks: a HorizontalPodAutoscaler on `a2a_active_tasks`
 * (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/). In the runtime mode None the
 * image must export that at `monitoring.port`.
 *
 * To go to a fixed number of pods, first give that number as `minReplicas` and `maxReplicas`, and
 * `replicas` in place of all this with the next change.
 */
export interface AgentScalingArgs {
  /** The least number of pods. Defaults to 2. */
  minReplicas?: pulumi.Input<number>;
  /** The greatest number of pods. Defaults to 20. */
  maxReplicas?: pulumi.Input<number>;
  /** The tasks that a pod works on, on average: more of them are more pods. Defaults to 5. */
  targetActiveTasks?: pulumi.Input<number>;
  /** How pods become more. Defaults to 4 more within 60 s, after 30 s of need. */
  scaleUp?: AgentScalingBehaviorArgs;
  /** How pods become fewer. Defaults to 2 fewer within 120 s, after 300 s without need. */
  scaleDown?: AgentScalingBehaviorArgs;
}

/**
 * How the number of pods follows the tasks
 * (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/).
 */
export interface AgentScalingBehaviorArgs {
  /** Seconds that are looked back at, so that the number does not go up and down. 0 to 3600. */
  stabilizationWindowSeconds?: pulumi.Input<number>;
  /** Pods that may come or go within a period. */
  pods?: pulumi.Input<number>;
  /** The length of the period in seconds. 1 to 1800. */
  periodSeconds?: pulumi.Input<number>;
  /**
   * The share of the target that is near enough to change nothing, such as `0.05`. Defaults to that of
   * the cluster, mostly 0.1. Needs Kubernetes 1.35.
   */
  tolerance?: pulumi.Input<string>;
}
