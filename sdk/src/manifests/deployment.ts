import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { posix } from "node:path";
import { CARD_FILE_PATH, CARD_KEY } from "@berth/contract";
import { AgentRuntimeMode } from "../agent/args.js";
import { MIN_READY_SECONDS } from "../agent/defaults.js";
import { MAX_SURGE_PERCENT } from "../rollout-times.js";
import { type AgentContainerFacts, buildAgentContainer, VOLUME_NAMES } from "./agent-container.js";
import type { ObjectFacts } from "./object-facts.js";
import { buildPodSecurityContext } from "./security-context.js";
import { buildTimeoutAnnotation } from "./timeout-annotation.js";

/** What the Deployment of an agent is built from. */
export interface DeploymentFacts extends ObjectFacts, AgentContainerFacts {
  selectorLabels: Record<string, string>;
  podLabels: pulumi.Input<Record<string, string>>;
  serviceAccountName: pulumi.Input<string>;
  replicas: pulumi.Input<number>;
  rollout: { progressDeadlineSeconds: pulumi.Input<number> };
  /** How long the provider waits for a rollout, and for the end of the pods. */
  timeoutSeconds: pulumi.Input<string>;
}

const REVISION_HISTORY_LIMIT = 3;

/** What an agent may keep in `/tmp`, the only place it can write to. */
const TMP_SIZE_LIMIT = "256Mi";

/** The pods of an agent. A rollout never has fewer of them ready than there are replicas. */
export function buildDeployment(facts: DeploymentFacts): k8s.types.input.apps.v1.Deployment {
  const { name, namespace, labels, selectorLabels } = facts;
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
      replicas: facts.replicas,
      selector: { matchLabels: selectorLabels },
      strategy: {
        type: "RollingUpdate",
        rollingUpdate: { maxUnavailable: 0, maxSurge: `${MAX_SURGE_PERCENT}%` },
      },
      minReadySeconds: MIN_READY_SECONDS,
      progressDeadlineSeconds: facts.rollout.progressDeadlineSeconds,
      revisionHistoryLimit: REVISION_HISTORY_LIMIT,
      template: { metadata: { labels: facts.podLabels }, spec: buildPodSpec(facts) },
    },
  };
}

function buildPodSpec(facts: DeploymentFacts): k8s.types.input.core.v1.PodSpec {
  return {
    serviceAccountName: facts.serviceAccountName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: facts.drain.terminationGracePeriodSeconds,
    // The full names of Services are looked up first, not after every search domain.
    dnsConfig: { options: [{ name: "ndots", value: "2" }] },
    securityContext: buildPodSecurityContext(),
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "kubernetes.io/hostname",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: facts.selectorLabels },
        // The pods of the revision that goes away say nothing about where new ones belong.
        matchLabelKeys: ["pod-template-hash"],
      },
    ],
    containers: [buildAgentContainer(facts)],
    volumes: [
      ...(facts.mode === AgentRuntimeMode.None ? [] : [buildCardVolume(facts.configMapName)]),
      { name: VOLUME_NAMES.tmp, emptyDir: { sizeLimit: TMP_SIZE_LIMIT } },
    ],
  };
}

function buildCardVolume(configMapName: pulumi.Input<string>): k8s.types.input.core.v1.Volume {
  const path = posix.basename(CARD_FILE_PATH);
  return {
    name: VOLUME_NAMES.card,
    configMap: { name: configMapName, items: [{ key: CARD_KEY, path }] },
  };
}
