import { expect, it } from "vitest";
import { buildPodDeletionCostPolicy } from "../../../sdk/src/manifests/pod-deletion-cost-policy.ts";
import { objectFacts } from "./agent-facts.ts";

const COST = "controller.kubernetes.io/pod-deletion-cost";

const onlyCost = {
  reason: "Forbidden",
  message: `A pod of an agent must change nothing of itself but the annotation '${COST}'.`,
};

it("builds a policy by which a pod of one identity writes its own deletion cost, and nothing else", () => {
  expect(
    buildPodDeletionCostPolicy({
      name: "agents-dev-research-pod-deletion-cost",
      labels: objectFacts.labels,
      namespace: "agents-dev",
      serviceAccountName: "research",
    }),
  ).toEqual({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "agents-dev-research-pod-deletion-cost", labels: objectFacts.labels },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["UPDATE"], resources: ["pods"] },
        ],
      },
      matchConditions: [
        {
          name: "agent",
          expression: 'request.userInfo.username == "system:serviceaccount:agents-dev:research"',
        },
      ],
      variables: [
        { name: "pod", expression: "dyn(object)" },
        { name: "oldPod", expression: "dyn(oldObject)" },
        { name: "annotations", expression: "object.metadata.?annotations.orValue({})" },
        { name: "oldAnnotations", expression: "oldObject.metadata.?annotations.orValue({})" },
        { name: "cost", expression: `variables.annotations[?'${COST}'].orValue('')` },
      ],
      validations: [
        {
          reason: "Forbidden",
          message: "A pod of an agent must change no pod but itself.",
          expression:
            "request.userInfo.?extra[?'authentication.kubernetes.io/pod-name'].orValue([]) == [oldObject.metadata.name]",
        },
        {
          ...onlyCost,
          expression:
            "variables.pod.all(key, key in ['metadata'] || (key in variables.oldPod && variables.pod[key] == variables.oldPod[key])) && " +
            "variables.oldPod.all(key, key in ['metadata'] || (key in variables.pod && variables.oldPod[key] == variables.pod[key]))",
        },
        {
          ...onlyCost,
          expression:
            "variables.pod.metadata.all(key, key in ['annotations', 'managedFields', 'resourceVersion', 'generation'] || (key in variables.oldPod.metadata && variables.pod.metadata[key] == variables.oldPod.metadata[key])) && " +
            "variables.oldPod.metadata.all(key, key in ['annotations', 'managedFields', 'resourceVersion', 'generation'] || (key in variables.pod.metadata && variables.oldPod.metadata[key] == variables.pod.metadata[key]))",
        },
        {
          ...onlyCost,
          expression:
            `variables.annotations.all(key, key in ['${COST}'] || (key in variables.oldAnnotations && variables.annotations[key] == variables.oldAnnotations[key])) && ` +
            `variables.oldAnnotations.all(key, key in ['${COST}'] || (key in variables.annotations && variables.oldAnnotations[key] == variables.annotations[key]))`,
        },
        {
          reason: "Forbidden",
          message: `'${COST}' must be a whole number from 0 to 2147483647.`,
          expression:
            "variables.cost.matches('^(0|[1-9][0-9]{0,9})$') && int(variables.cost) <= 2147483647",
        },
      ],
    },
  });
});
