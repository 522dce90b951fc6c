import { expect, it } from "vitest";
import { buildPodDeletionCostBinding } from "../../../sdk/src/manifests/pod-deletion-cost-binding.ts";
import { objectFacts } from "./agent-facts.ts";

it("builds a binding that denies what its policy refuses, in one namespace", () => {
  expect(
    buildPodDeletionCostBinding({
      name: "agents-dev-research-pod-deletion-cost",
      labels: objectFacts.labels,
      policyName: "agents-dev-research-policy",
      namespace: "agents-dev",
    }),
  ).toEqual({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "agents-dev-research-pod-deletion-cost", labels: objectFacts.labels },
    spec: {
      policyName: "agents-dev-research-policy",
      validationActions: ["Deny"],
      matchResources: {
        namespaceSelector: {
          matchExpressions: [
            { key: "kubernetes.io/metadata.name", operator: "In", values: ["agents-dev"] },
          ],
        },
      },
    },
  });
});
