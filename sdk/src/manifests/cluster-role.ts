import type * as k8s from "@pulumi/kubernetes";
import type { AgentPolicyRuleArgs } from "../agent/service-account-args.js";
import type { ClusterObjectFacts } from "./cluster-object-facts.js";
import { toPolicyRule } from "./role.js";

/** What a ClusterRole is built from. */
export interface ClusterRoleFacts extends ClusterObjectFacts {
  rules: AgentPolicyRuleArgs[];
}

/** What the pods of an agent may do with the API server, in all namespaces. */
export function buildClusterRole({
  name,
  labels,
  rules,
}: ClusterRoleFacts): k8s.types.input.rbac.v1.ClusterRole {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name, labels },
    rules: rules.map(toPolicyRule),
  };
}
