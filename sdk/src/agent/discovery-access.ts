import type * as pulumi from "@pulumi/pulumi";
import { buildClusterRole } from "../manifests/cluster-role.js";
import { buildClusterRoleBinding } from "../manifests/cluster-role-binding.js";
import { buildRole } from "../manifests/role.js";
import { buildRoleBinding } from "../manifests/role-binding.js";
import type { AgentFacts } from "./agent-facts.js";
import type { AgentManifest } from "./overrides-args.js";
import type { AgentPolicyRuleArgs } from "./service-account-args.js";

const READ = ["get", "list", "watch"];

/** What it takes to find agents, and to know which of them are ready. */
export const DISCOVERY_RULES: AgentPolicyRuleArgs[] = [
  { apiGroups: [""], resources: ["services"], verbs: READ },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: READ },
];

/** What an agent may find, and that it may. */
export interface DiscoveryAccess {
  /** Undefined is all of the cluster. */
  namespace: string | undefined;
  role: AgentManifest;
  roleBinding: AgentManifest;
}

/**
 * Builds what lets the pods of an agent find others outside of its own namespace. What they may do within that
 * is in the Role of the agent.
 */
export function buildDiscoveryAccess(facts: AgentFacts): DiscoveryAccess[] {
  const { discoveryName: name, labels, names, namespace, spec } = facts;
  if (name === undefined || spec.discovery === undefined) {
    return [];
  }
  const { allNamespaces, namespaces = [] } = spec.discovery;
  return allNamespaces
    ? [buildOfCluster(name, facts)]
    : namespaces.map((found) => {
        const object = { name, namespace: found, labels };
        return {
          namespace: found,
          role: buildRole({ ...object, rules: DISCOVERY_RULES }) as AgentManifest,
          roleBinding: buildRoleBinding({
            ...object,
            roleName: name,
            serviceAccountName: names.serviceAccount,
            serviceAccountNamespace: namespace,
          }) as AgentManifest,
        };
      });
}

function buildOfCluster(
  name: pulumi.Input<string>,
  { labels, names, namespace }: AgentFacts,
): DiscoveryAccess {
  return {
    namespace: undefined,
    role: buildClusterRole({ name, labels, rules: DISCOVERY_RULES }) as AgentManifest,
    roleBinding: buildClusterRoleBinding({
      name,
      labels,
      roleName: name,
      serviceAccount: { name: names.serviceAccount, namespace },
    }) as AgentManifest,
  };
}
