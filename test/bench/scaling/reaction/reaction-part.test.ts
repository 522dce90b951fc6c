import { describe, expect, it } from "vitest";
import { toReactionPart } from "./reaction-part.ts";

const base = { firstPodSeconds: 20, expectedPods: 5, mostPods: 6, overshootPods: 1 };

describe("toReactionPart", () => {
  const { figures, ratios } = toReactionPart(
    {
      adapter: [{ ...base, needSeconds: 6, firstReadySeconds: 23, podStartSeconds: 4 }],
      keda: [{ ...base, needSeconds: 6, firstReadySeconds: 57, podStartSeconds: 4 }],
    },
    2,
  );

  it("puts the bound beside both: two intervals of 15 s and the start of a pod", () => {
    expect(figures.filter(({ name }) => name.startsWith("needToFirstNewReadyPod"))).toEqual([
      { name: "needToFirstNewReadyPod adapter", value: 17, unit: "s" },
      { name: "needToFirstNewReadyPod keda", value: 51, unit: "s" },
      { name: "needToFirstNewReadyPod bound", value: 34, unit: "s" },
    ]);
    expect(ratios).toEqual({
      "needToFirstNewReadyPod adapter of bound": 0.5,
      "needToFirstNewReadyPod keda of bound": 1.5,
    });
  });

  it("tells the tasks that were lost", () => {
    expect(figures).toContainEqual({ name: "lostTasks", value: 2, unit: "" });
  });
});
