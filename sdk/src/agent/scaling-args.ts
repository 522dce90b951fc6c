import type * as pulumi from "@pulumi/pulumi";
import type { ScalingBackend } from "../scaling-backend.js";

/**
 * How many pods there are for how many tasks: a scaler on `a2a_active_tasks` or `a2a_saturation_ratio`
 * (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/). In the runtime mode None the
 * image must export that at `monitoring.port`.
 *
 * To go to a fixed number of pods, first give that number as `minReplicas` and `maxReplicas`, and
 * `replicas` in place of all this with the next change.
 */
export interface AgentScalingArgs {
  /**
   * What makes the number of pods follow the tasks. It must be that of the `platform`, where there is
   * one. Defaults to PrometheusAdapter.
   */
  backend?: ScalingBackend;
  /**
   * The least number of pods. With the backend None, the number that there are at first. Defaults to 2.
   */
  minReplicas?: pulumi.Input<number>;
  /**
   * The greatest number of pods. Like all that is below and says how pods come and go, not for the backend
   * None. Defaults to 20.
   */
  maxReplicas?: pulumi.Input<number>;
  /**
   * The tasks that a pod works on, on average: more of them are more pods. Not to be given with
   * `targetSaturation`. Defaults to 5.
   */
  targetActiveTasks?: pulumi.Input<number>;
  /**
   * The share of its capacity that a pod has in tasks, running and queued, on average: above 0, up to
   * 1. It fits agents of any size that limit how many tasks they work on at a time, and needs that
   * limit.
   */
  targetSaturation?: pulumi.Input<number>;
  /** How pods become more. Defaults to 4 more within 60 s, after 30 s of need. */
  scaleUp?: AgentScalingBehaviorArgs;
  /** How pods become fewer. Defaults to 2 fewer within 120 s, after 300 s without need. */
  scaleDown?: AgentScalingBehaviorArgs;
  /**
   * Whether the pod with the fewest tasks goes first when pods become fewer. The runtime then writes the
   * cost of its deletion on its own pod, for which it gets a token, the right to patch pods, and a
   * ValidatingAdmissionPolicy that allows it nothing else
   * (https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#pod-deletion-cost). The policy
   * would take further rights to change pods away, so none may be among `serviceAccount.rules`. Not for the
   * runtime mode None. Needs Kubernetes 1.30. Defaults to false.
   */
  idlestPodFirst?: boolean;
  /** How KEDA asks Prometheus. Only for the backend Keda. */
  keda?: AgentKedaArgs;
}

/**
 * How KEDA asks Prometheus for the tasks of an agent (https://keda.sh/docs/2.20/scalers/prometheus/).
 */
export interface AgentKedaArgs {
  /** The URL of Prometheus. Must be given where there is no `platform`, and defaults to that of it. */
  prometheusUrl?: pulumi.Input<string>;
  /** What KEDA shows to Prometheus. Defaults to nothing. */
  authentication?: AgentKedaAuthenticationArgs;
}

/**
 * The credentials that KEDA shows to Prometheus
 * (https://keda.sh/docs/2.20/concepts/authentication/).
 */
export interface AgentKedaAuthenticationArgs {
  /** The name of a TriggerAuthentication or ClusterTriggerAuthentication. */
  name: pulumi.Input<string>;
  /** Whether it is a ClusterTriggerAuthentication. Defaults to false. */
  clusterWide?: boolean;
  /**
   * The ways in which it is used, with commas in between: `bearer` or `basic`, `tls`, `custom`.
   */
  modes: pulumi.Input<string>;
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
