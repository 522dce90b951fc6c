import { expect, it } from "vitest";
import {
  buildHorizontalPodAutoscaler,
  type HorizontalPodAutoscalerFacts,
} from "../../../sdk/src/manifests/horizontal-pod-autoscaler.ts";
import { objectFacts } from "./agent-facts.ts";

const facts: HorizontalPodAutoscalerFacts = {
  ...objectFacts,
  deploymentName: "research",
  scaling: {
    minReplicas: 2,
    maxReplicas: 20,
    scaleUp: { stabilizationWindowSeconds: 30, pods: 4, periodSeconds: 60 },
    scaleDown: { stabilizationWindowSeconds: 300, pods: 2, periodSeconds: 120 },
  },
  targetAverageValue: "5",
};

const manifest = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: objectFacts,
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "research" },
    minReplicas: 2,
    maxReplicas: 20,
    metrics: [
      {
        type: "Pods",
        pods: {
          metric: { name: "a2a_active_tasks" },
          target: { type: "AverageValue", averageValue: "5" },
        },
      },
    ],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 30,
        policies: [{ type: "Pods", value: 4, periodSeconds: 60 }],
      },
      scaleDown: {
        stabilizationWindowSeconds: 300,
        policies: [{ type: "Pods", value: 2, periodSeconds: 120 }],
      },
    },
  },
};

it("builds a scaler on the tasks that pods work on, which grows faster than it shrinks", () => {
  expect(buildHorizontalPodAutoscaler(facts)).toStrictEqual(manifest);
});

it("has a tolerance only in the direction that was given one: older clusters refuse the field", () => {
  const scaleDown = { ...facts.scaling.scaleDown, tolerance: "0.05" };
  const scaling = { ...facts.scaling, scaleDown };
  const { scaleUp, scaleDown: rules } = manifest.spec.behavior;
  expect(buildHorizontalPodAutoscaler({ ...facts, scaling })).toStrictEqual({
    ...manifest,
    spec: {
      ...manifest.spec,
      behavior: { scaleUp, scaleDown: { ...rules, tolerance: "0.05" } },
    },
  });
});
