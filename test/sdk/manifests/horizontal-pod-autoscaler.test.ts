import { describe, expect, it } from "vitest";
import {
  buildHorizontalPodAutoscaler,
  type HorizontalPodAutoscalerFacts,
  toTargetQuantity,
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
  metricName: "a2a_active_tasks",
  targetAverageValue: "5",
};

const manifest = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  // Without it, the webhook of KEDA would refuse a ScaledObject that takes over.
  metadata: { ...objectFacts, annotations: { "validations.keda.sh/hpa-ownership": "false" } },
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

describe("buildHorizontalPodAutoscaler", () => {
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
});

describe("toTargetQuantity", () => {
  it.each([
    [5, "5"],
    [1, "1"],
    [0.7, "700m"],
    [0.001, "1m"],
    [1 / 3, "333m"],
    [0.9996, "1"],
  ])("writes %d as %s, in which no API server finds anything to change", (target, quantity) => {
    expect(toTargetQuantity(target)).toBe(quantity);
  });
});
