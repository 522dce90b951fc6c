import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { MIN_READY_SECONDS } from "../../agent/defaults.js";
import type { ObjectFacts } from "../object-facts.js";
import { buildPodPlacement } from "../pod-placement.js";
import { buildPodSecurityContext } from "../security-context.js";
import { ADAPTER_VOLUMES, type AdapterContainerFacts, buildAdapterContainer } from "./container.js";

/** What the Deployment of the adapter is built from. */
export interface AdapterDeploymentFacts extends ObjectFacts, AdapterContainerFacts {
  replicas: pulumi.Input<number>;
  selectorLabels: Record<string, string>;
  podLabels: Record<string, string>;
  serviceAccountName: pulumi.Input<string>;
  configMapName: pulumi.Input<string>;
  runAsUser: number;
  progressDeadlineSeconds: number;
}

const REVISION_HISTORY_LIMIT = 3;

/** An answer takes seconds at most. */
const TERMINATION_GRACE_PERIOD_SECONDS = 30;

/** It writes only what it makes itself: a certificate, where it has none. */
const TMP_SIZE_LIMIT = "16Mi";

/** The pods of the adapter. A rollout never has fewer of them ready than there are replicas. */
export function buildAdapterDeployment(
  facts: AdapterDeploymentFacts,
): k8s.types.input.apps.v1.Deployment {
  const { labels, name, namespace, podLabels, replicas, selectorLabels } = facts;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: selectorLabels },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      minReadySeconds: MIN_READY_SECONDS,
      progressDeadlineSeconds: facts.progressDeadlineSeconds,
      revisionHistoryLimit: REVISION_HISTORY_LIMIT,
      template: { metadata: { labels: podLabels }, spec: buildPodSpec(facts) },
    },
  };
}

function buildPodSpec(facts: AdapterDeploymentFacts): k8s.types.input.core.v1.PodSpec {
  return {
    serviceAccountName: facts.serviceAccountName,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: TERMINATION_GRACE_PERIOD_SECONDS,
    securityContext: buildPodSecurityContext(facts.runAsUser),
    ...buildPodPlacement(facts.selectorLabels),
    containers: [buildAdapterContainer(facts)],
    volumes: buildVolumes(facts),
  };
}

function buildVolumes({
  certificateSecretName,
  configMapName,
  prometheusSecretName,
}: AdapterDeploymentFacts): k8s.types.input.core.v1.Volume[] {
  const { certificate, config, prometheus, tmp } = ADAPTER_VOLUMES;
  return [
    { name: config, configMap: { name: configMapName } },
    ...(certificateSecretName === undefined
      ? []
      : [{ name: certificate, secret: { secretName: certificateSecretName } }]),
    ...(prometheusSecretName === undefined
      ? []
      : [{ name: prometheus, secret: { secretName: prometheusSecretName } }]),
    { name: tmp, emptyDir: { sizeLimit: TMP_SIZE_LIMIT } },
  ];
}
