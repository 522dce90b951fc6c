import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { buildTimeoutAnnotation } from "../await-annotations.js";
import type { ObjectFacts } from "../object-facts.js";
import { buildPodSecurityContext } from "../security-context.js";
import {
  buildPrometheusContainer,
  PROMETHEUS_VOLUMES,
  type PrometheusContainerFacts,
} from "./container.js";
import { NODE_DISK_SIZE } from "./prometheus-config.js";

/** What the Deployment of Prometheus is built from. */
export interface PrometheusDeploymentFacts
  extends ObjectFacts, Omit<PrometheusContainerFacts, "nodeDiskSize"> {
  selectorLabels: Record<string, string>;
  podLabels: Record<string, string>;
  serviceAccountName: pulumi.Input<string>;
  configMapName: pulumi.Input<string>;
  /** The name of the PersistentVolumeClaim. Undefined keeps the samples on the disk of the node. */
  volumeClaimName: pulumi.Input<string> | undefined;
  runAsUser: number;
  progressDeadlineSeconds: number;
  /** How long the provider waits for a rollout, and for the end of the pod. */
  timeoutSeconds: string;
}

const REVISION_HISTORY_LIMIT = 3;

/** In which Prometheus writes down what it has in memory, and which it seldom needs. */
export const PROMETHEUS_GRACE_PERIOD_SECONDS = 120;

/**
 * The one pod of Prometheus. A second one would not share its samples, and two at a time would write to
 * one volume: a rollout ends the old one first. Scalers keep the replicas that there are meanwhile.
 */
export function buildPrometheusDeployment(
  facts: PrometheusDeploymentFacts,
): k8s.types.input.apps.v1.Deployment {
  const { labels, name, namespace, podLabels, selectorLabels } = facts;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name,
      namespace,
      labels,
      annotations: buildTimeoutAnnotation(facts.timeoutSeconds),
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: selectorLabels },
      strategy: { type: "Recreate" },
      progressDeadlineSeconds: facts.progressDeadlineSeconds,
      revisionHistoryLimit: REVISION_HISTORY_LIMIT,
      template: { metadata: { labels: podLabels }, spec: buildPodSpec(facts) },
    },
  };
}

function buildPodSpec(facts: PrometheusDeploymentFacts): k8s.types.input.core.v1.PodSpec {
  const { volumeClaimName } = facts;
  const nodeDiskSize = volumeClaimName === undefined ? NODE_DISK_SIZE : undefined;
  return {
    serviceAccountName: facts.serviceAccountName,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: PROMETHEUS_GRACE_PERIOD_SECONDS,
    securityContext: buildPodSecurityContext(facts.runAsUser),
    containers: [buildPrometheusContainer({ ...facts, nodeDiskSize })],
    volumes: [
      { name: PROMETHEUS_VOLUMES.config, configMap: { name: facts.configMapName } },
      {
        name: PROMETHEUS_VOLUMES.data,
        ...(volumeClaimName === undefined
          ? { emptyDir: { sizeLimit: nodeDiskSize } }
          : { persistentVolumeClaim: { claimName: volumeClaimName } }),
      },
    ],
  };
}
