import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AgentPolicyRuleArgs } from "../agent/service-account-args.js";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";

/** What the Role of an agent is built from. */
export interface RoleFacts extends Omit<ObjectFacts, "name"> {
  name: pulumi.Input<string>;
  rules: AgentPolicyRuleArgs[];
}

/** What the pods of an agent may do with the API server, in one namespace. */
export function buildRole({
  name,
  namespace,
  labels,
  rules,
}: RoleFacts): k8s.types.input.rbac.v1.Role {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name, namespace, labels },
    rules: rules.map(toPolicyRule),
  };
}

/** Writes something that pods may do the way Kubernetes does. */
export function toPolicyRule({
  apiGroups,
  resources,
  verbs,
  resourceNames,
}: AgentPolicyRuleArgs): k8s.types.input.rbac.v1.PolicyRule {
  return { apiGroups, resources, ...omitEmpty({ resourceNames }), verbs };
}
