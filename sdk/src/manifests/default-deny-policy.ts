import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { AgentNamespaceDefaultDeny } from "../agent-namespace/args.js";

/** What the policy for all pods of a namespace is built from. */
export interface DefaultDenyPolicyFacts {
  namespace: pulumi.Input<string>;
  labels: Record<string, string>;
  defaultDeny: Exclude<AgentNamespaceDefaultDeny, typeof AgentNamespaceDefaultDeny.None>;
}

/** Denies all pods of a namespace what no other policy allows them. */
export function buildDefaultDenyPolicy({
  namespace,
  labels,
  defaultDeny,
}: DefaultDenyPolicyFacts): k8s.types.input.networking.v1.NetworkPolicy {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "default-deny", namespace, labels },
    spec: {
      podSelector: {},
      policyTypes:
        defaultDeny === AgentNamespaceDefaultDeny.All ? ["Ingress", "Egress"] : ["Ingress"],
    },
  };
}
