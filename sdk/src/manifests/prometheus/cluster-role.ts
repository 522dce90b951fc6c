import type * as k8s from "@pulumi/kubernetes";
import type { ClusterObjectFacts } from "../cluster-object-facts.js";

/** What Prometheus may do with the API server: find pods, and look at what it tells of itself. */
export function buildPrometheusClusterRole({
  name,
  labels,
}: ClusterObjectFacts): k8s.types.input.rbac.v1.ClusterRole {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name, labels },
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
      { nonResourceURLs: ["/metrics"], verbs: ["get"] },
    ],
  };
}
