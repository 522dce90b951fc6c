import { type JsonObject, stringAt } from "../values/json.ts";
import { ingressRule, serviceRule } from "./network-rules.ts";
import { claimRule, customResourceDefinitionRule, namespaceRule } from "./other-rules.ts";
import type { ReadinessRule } from "./verdict.ts";
import { parseWaitFor } from "./wait-for.ts";
import {
  daemonSetRule,
  deploymentRule,
  jobRule,
  podRule,
  replicaSetRule,
  statefulSetRule,
} from "./workload-rules.ts";

const RULES: Record<string, ReadinessRule> = {
  "apiextensions.k8s.io/v1/CustomResourceDefinition": customResourceDefinitionRule,
  "apps/v1/DaemonSet": daemonSetRule,
  "apps/v1/Deployment": deploymentRule,
  "apps/v1/ReplicaSet": replicaSetRule,
  "apps/v1/StatefulSet": statefulSetRule,
  "batch/v1/Job": jobRule,
  "networking.k8s.io/v1/Ingress": ingressRule,
  "v1/Namespace": namespaceRule,
  "v1/PersistentVolumeClaim": claimRule,
  "v1/Pod": podRule,
  "v1/Service": serviceRule,
};

/** Waiting for an object is decided by annotations first, then by its kind. undefined: nothing to wait for. */
export function readinessRuleOf(object: JsonObject): ReadinessRule | undefined {
  if (isAwaitSkipped(object)) {
    return undefined;
  }
  const kind = `${stringAt(object, "apiVersion")}/${stringAt(object, "kind")}`;
  return parseWaitFor(object) ?? (Object.hasOwn(RULES, kind) ? RULES[kind] : undefined);
}

/** `pulumi.com/skipAwait: "true"`: neither its readiness nor its end is waited for. */
export function isAwaitSkipped(object: JsonObject): boolean {
  return stringAt(object, "metadata", "annotations", "pulumi.com/skipAwait") === "true";
}

/** In seconds, when neither the request nor the object says how long to wait. */
export const DEFAULT_TIMEOUT_SECONDS = 600;

/** The longest time a Node timer can hold, 24 days. */
const LONGEST_TIMEOUT_SECONDS = 2_147_483;

/**
 * How long to wait, in seconds: customTimeouts of the program win over the object's annotation
 * `pulumi.com/timeoutSeconds`, which wins over the default.
 */
export function timeoutSecondsOf(
  object: JsonObject,
  requestedSeconds: number,
  defaultSeconds: number,
): number {
  const annotated = Number(
    stringAt(object, "metadata", "annotations", "pulumi.com/timeoutSeconds"),
  );
  const chosen = [requestedSeconds, annotated].find((seconds) => seconds > 0) ?? defaultSeconds;
  return Math.min(chosen, LONGEST_TIMEOUT_SECONDS);
}
