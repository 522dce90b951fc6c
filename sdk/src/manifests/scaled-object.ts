import type * as pulumi from "@pulumi/pulumi";
import type { AgentManifest } from "../agent/overrides-args.js";
import type { ScalingFacts } from "./horizontal-pod-autoscaler.js";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";
import { buildScalingBehavior } from "./scaling-behavior.js";

/** The name of our trigger, by which KEDA's metrics tell it from those of others. */
export const KEDA_TRIGGER_NAME = "berth_load";

/**
 * What the HorizontalPodAutoscaler that KEDA makes calls the metric of the first trigger, whatever the name of
 * that: `GenerateMetricNameWithIndex` in https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/scaler.go
 */
export const KEDA_METRIC_NAME = "s0-prometheus";

/** What the ScaledObject of an agent is built from. */
export interface ScaledObjectFacts extends ObjectFacts {
  deploymentName: pulumi.Input<string>;
  /** The name of the HorizontalPodAutoscaler that KEDA makes. */
  autoscalerName: string;
  scaling: ScalingFacts;
  /** The URL of Prometheus. Made by `toServerAddress`. */
  serverAddress: pulumi.Input<string>;
  /** Made by `buildKedaQuery`. */
  query: pulumi.Input<string>;
  /** What a pod is to have to do on average, as a number. */
  threshold: pulumi.Input<string>;
  /** What KEDA shows to Prometheus. Undefined for nothing. */
  authentication: KedaAuthenticationFacts | undefined;
}

/** The credentials that KEDA shows to Prometheus. */
export interface KedaAuthenticationFacts {
  name: pulumi.Input<string>;
  /** Whether they are the cluster's, and not the namespace's. */
  clusterWide: boolean;
  modes: pulumi.Input<string>;
}

/**
 * Has KEDA scale an agent: https://keda.sh/docs/2.20/reference/scaledobject-spec/
 *
 * KEDA makes a HorizontalPodAutoscaler of it. Where Prometheus does not answer, or has no result, that
 * changes nothing. A `fallback` would: there is no number of pods that is right without knowing the tasks.
 */
export function buildScaledObject({
  name,
  namespace,
  labels,
  deploymentName,
  autoscalerName,
  scaling,
  serverAddress,
  query,
  threshold,
  authentication,
}: ScaledObjectFacts): AgentManifest {
  return {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: { name, namespace, labels },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deploymentName },
      minReplicaCount: scaling.minReplicas,
      maxReplicaCount: scaling.maxReplicas,
      advanced: {
        restoreToOriginalReplicaCount: false,
        horizontalPodAutoscalerConfig: {
          name: autoscalerName,
          behavior: buildScalingBehavior(scaling),
        },
      },
      triggers: [
        {
          type: "prometheus",
          name: KEDA_TRIGGER_NAME,
          metricType: "AverageValue",
          metadata: {
            serverAddress,
            query,
            threshold,
            activationThreshold: "0",
            ignoreNullValues: "false",
            ...omitEmpty({ authModes: authentication?.modes }),
          },
          ...omitEmpty({ authenticationRef: authentication && toReference(authentication) }),
        },
      ],
    },
  };
}

/** The URL that KEDA puts a path behind. */
export function toServerAddress(prometheusUrl: string): string {
  return prometheusUrl.replace(/\/+$/, "");
}

function toReference({ name, clusterWide }: KedaAuthenticationFacts): object {
  return { name, kind: clusterWide ? "ClusterTriggerAuthentication" : "TriggerAuthentication" };
}
