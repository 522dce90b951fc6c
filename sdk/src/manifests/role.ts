import type * as k8s from "@pulumi/kubernetes";
import type { AgentPolicyRuleArgs } from "../agent/service-account-args.js";
import type { ObjectFacts } from "./object-facts.js";
import { omitEmpty } from "./omit-empty.js";

/** What the Role of an agent is built from. */
export interface RoleFacts extends ObjectFacts {
  rules: AgentPolicyRuleArgs[];
}

/** What the pods of an agent may do with the API server, in their namespace. */
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
    rules: rules.map(({ apiGroups, resources, verbs, resourceNames }) => ({
      apiGroups,
      resources,
      ...omitEmpty({ resourceNames }),
      verbs,
    })),
  };
}
