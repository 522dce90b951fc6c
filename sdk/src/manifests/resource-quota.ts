import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { omitEmpty } from "./omit-empty.js";

/** What the ResourceQuota of a namespace is built from. */
export interface ResourceQuotaFacts {
  namespace: pulumi.Input<string>;
  labels: Record<string, string>;
  quota: QuotaAmounts;
}

/** What all pods may ask for together, as quantities. */
export interface QuotaAmounts {
  pods?: pulumi.Input<string>;
  requestsCpu?: pulumi.Input<string>;
  requestsMemory?: pulumi.Input<string>;
  limitsCpu?: pulumi.Input<string>;
  limitsMemory?: pulumi.Input<string>;
}

/** What all pods of a namespace may ask for together. */
export function buildResourceQuota({
  namespace,
  labels,
  quota,
}: ResourceQuotaFacts): k8s.types.input.core.v1.ResourceQuota {
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "quota", namespace, labels },
    spec: {
      hard: omitEmpty({
        pods: quota.pods,
        "requests.cpu": quota.requestsCpu,
        "requests.memory": quota.requestsMemory,
        "limits.cpu": quota.limitsCpu,
        "limits.memory": quota.limitsMemory,
      }) as Record<string, pulumi.Input<string>>,
    },
  };
}
