import type * as pulumi from "@pulumi/pulumi";

/**
 * The identity of the pods towards the API server and others
 * (https://kubernetes.io/docs/concepts/security/service-accounts/).
 */
export interface AgentServiceAccountArgs {
  /** Annotations of the ServiceAccount, such as those of a cloud's workload identity. */
  annotations?: Record<string, pulumi.Input<string>>;
  /**
   * What the pods may do with the API server, in their namespace. With any, a Role and a RoleBinding
   * are made, pods get a token, and the NetworkPolicy opens the way to the API server: port 443, 6443, 8443
   * and 16443 of any address. `network.allowTo` opens another one.
   */
  rules?: AgentPolicyRuleArgs[];
}

/**
 * Something that the pods may do with the API server
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/).
 */
export interface AgentPolicyRuleArgs {
  /** The groups of the resources; the empty text is the core. */
  apiGroups: pulumi.Input<string>[];
  /** The resources, such as `pods`. */
  resources: pulumi.Input<string>[];
  /** What may be done, such as `get`. `*` is refused: name what the agent does. */
  verbs: pulumi.Input<string>[];
  /** The names of the objects. Defaults to all. */
  resourceNames?: pulumi.Input<string>[];
}
