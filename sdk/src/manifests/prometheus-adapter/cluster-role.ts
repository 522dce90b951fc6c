import type * as k8s from "@pulumi/kubernetes";
import type { ClusterObjectFacts } from "../cluster-object-facts.js";

/** What a ClusterRole around the adapter is built from. */
export interface AdapterClusterRoleFacts extends ClusterObjectFacts {
  /** What somebody may do with the API server. */
  rule: { apiGroups: string[]; resources: string[]; verbs: string[] };
}

/** The adapter finds the pods of whom it is asked about by their labels, and needs only their names. */
export const POD_LISTER_RULE = { apiGroups: [""], resources: ["pods"], verbs: ["list"] };

/** Whoever scales reads any metric of a group. The resource of one is the object that it is of. */
export function toMetricsReaderRule(group: string): AdapterClusterRoleFacts["rule"] {
  return { apiGroups: [group], resources: ["*"], verbs: ["get", "list", "watch"] };
}

/** A ClusterRole of one rule. */
export function buildAdapterClusterRole({
  name,
  labels,
  rule,
}: AdapterClusterRoleFacts): k8s.types.input.rbac.v1.ClusterRole {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name, labels },
    rules: [rule],
  };
}
