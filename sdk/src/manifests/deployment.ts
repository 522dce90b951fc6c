import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { MIN_READY_SECONDS } from "../agent/defaults.js";
import { MAX_SURGE_PERCENT } from "../rollout-times.js";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";
import { buildPodTemplate, type PodTemplateFacts } from "./pod-template.js";
import { buildTimeoutAnnotation } from "./await-annotations.js";

/** What the Deployment of an agent is built from. */
export interface DeploymentFacts extends ObjectFacts, PodTemplateFacts {
  /** Undefined leaves the number to the API server, and to a scaler. */
  replicas: pulumi.Input<number> | undefined;
  /** Undefined where no scaler sets the number of pods. */
  scaling: object | undefined;
  rollout: { progressDeadlineSeconds: pulumi.Input<number> };
  /** How long the provider waits for a rollout, and for the end of the pods. */
  timeoutSeconds: pulumi.Input<string>;
}

const REVISION_HISTORY_LIMIT = 3;

/** A scaler that is gone still owns the number of replicas, and whoever sets it must take it over. */
const TAKE_OVER_ANNOTATION = { "pulumi.com/patchForce": "true" };

/** The pods of an agent. A rollout never has fewer of them ready than there are replicas. */
export function buildDeployment(facts: DeploymentFacts): k8s.types.input.apps.v1.Deployment {
  const { name, namespace, labels, replicas, scaling, selectorLabels } = facts;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name,
      namespace,
      labels,
      annotations: {
        ...buildTimeoutAnnotation(facts.timeoutSeconds),
        ...(scaling === undefined ? TAKE_OVER_ANNOTATION : {}),
      },
    },
    spec: {
      ...omitEmpty({ replicas }),
      selector: { matchLabels: selectorLabels },
      strategy: {
        type: "RollingUpdate",
        rollingUpdate: { maxUnavailable: 0, maxSurge: `${MAX_SURGE_PERCENT}%` },
      },
      minReadySeconds: MIN_READY_SECONDS,
      progressDeadlineSeconds: facts.rollout.progressDeadlineSeconds,
      revisionHistoryLimit: REVISION_HISTORY_LIMIT,
      template: buildPodTemplate(facts),
    },
  };
}
