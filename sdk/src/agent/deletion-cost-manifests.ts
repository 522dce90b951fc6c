import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input.js";
import { buildPodDeletionCostBinding } from "../manifests/pod-deletion-cost-binding.js";
import { buildPodDeletionCostPolicy } from "../manifests/pod-deletion-cost-policy.js";
import type { AgentFacts } from "./agent-facts.js";

/** What limits what pods may do that tell what their deletion costs. Undefined where none does. */
export interface DeletionCostManifests {
  podDeletionCostPolicy: ReturnType<typeof buildPodDeletionCostPolicy> | undefined;
  podDeletionCostBinding: ReturnType<typeof buildPodDeletionCostBinding> | undefined;
}

type PolicySpec = k8s.types.input.admissionregistration.v1.ValidatingAdmissionPolicySpec;

/** Builds what is made before the pods may do anything. */
export function buildDeletionCostManifests({
  labels,
  names,
  namespace,
  podDeletionCostName: name,
}: AgentFacts): DeletionCostManifests {
  if (name === undefined) {
    return { podDeletionCostPolicy: undefined, podDeletionCostBinding: undefined };
  }
  return {
    podDeletionCostPolicy: buildPolicy({
      name,
      labels,
      namespace,
      serviceAccountName: names.serviceAccount,
    }),
    podDeletionCostBinding: buildPodDeletionCostBinding({
      name,
      labels,
      policyName: name,
      namespace,
    }),
  };
}

/** A namespace that is known late is part of a text: the whole of the policy waits for it. */
function buildPolicy({
  namespace,
  ...facts
}: {
  name: pulumi.Input<string>;
  labels: Record<string, string>;
  namespace: pulumi.Input<string>;
  serviceAccountName: string;
}): ReturnType<typeof buildPodDeletionCostPolicy> {
  const build = (known: string) => buildPodDeletionCostPolicy({ ...facts, namespace: known });
  return { ...build(""), spec: mapInput(namespace, (known) => build(known).spec as PolicySpec) };
}
