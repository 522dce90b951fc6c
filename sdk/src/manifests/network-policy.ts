import type * as k8s from "@pulumi/kubernetes";
import { buildEgressRules, type DestinationFacts, type EgressRuleFacts } from "./egress-rules.js";
import { buildIngressRules, type CallerFacts, type IngressRuleFacts } from "./ingress-rules.js";
import type { ObjectFacts } from "./object-facts.js";

/** What the NetworkPolicy of an agent is built from. */
export interface NetworkPolicyFacts extends ObjectFacts, IngressRuleFacts, EgressRuleFacts {
  network: CallerFacts & DestinationFacts;
}

/**
 * Who reaches the pods of an agent, and whom they reach: nobody else does, and they reach nothing else.
 *
 * Policies add up, and none forbids: another one that selects the pods can open more. Rules are about
 * the ports of pods, not of Services, and an empty list in one would mean everybody.
 */
export function buildNetworkPolicy(
  facts: NetworkPolicyFacts,
): k8s.types.input.networking.v1.NetworkPolicy {
  const { name, namespace, labels, selectorLabels } = facts;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace, labels },
    spec: {
      podSelector: { matchLabels: selectorLabels },
      policyTypes: ["Ingress", "Egress"],
      ingress: buildIngressRules(facts),
      egress: buildEgressRules(facts),
    },
  };
}
