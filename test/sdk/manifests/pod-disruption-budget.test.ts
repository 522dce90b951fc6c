import { expect, it } from "vitest";
import { buildPodDisruptionBudget } from "../../../sdk/src/manifests/pod-disruption-budget.ts";
import { objectFacts, selectorLabels } from "./agent-facts.ts";

it("builds a budget that lets one pod at a time go, and those that are not ready always", () => {
  expect(buildPodDisruptionBudget({ ...objectFacts, selectorLabels })).toEqual({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: objectFacts,
    spec: {
      selector: { matchLabels: selectorLabels },
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  });
});
