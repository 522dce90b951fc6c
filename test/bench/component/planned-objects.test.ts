import { describe, expect, it } from "vitest";
import { requireSamePlan, toPlan } from "./planned-objects.ts";

const prefix = "urn:pulumi:dev::ours::flat:index:Agent$kubernetes:core/v1";

function print(...objects: [name: string, data: string][]): string {
  return JSON.stringify({
    steps: [
      { op: "create", urn: "urn:pulumi:dev::ours::x::a", newState: { type: "flat:index:Agent" } },
      ...objects.map(([name, data]) => ({
        op: "create",
        urn: `${prefix}:ConfigMap::${name}`,
        newState: { type: "kubernetes:core/v1:ConfigMap", inputs: { data } },
      })),
    ],
  });
}

describe("toPlan", () => {
  it("counts all resources, and orders the objects", () => {
    expect(toPlan(print(["b", "2"], ["a", "1"]))).toEqual({
      resources: 3,
      objects: [
        { type: "kubernetes:core/v1:ConfigMap", name: "a", inputs: { data: "1" } },
        { type: "kubernetes:core/v1:ConfigMap", name: "b", inputs: { data: "2" } },
      ],
    });
  });

  it("refuses a stack that has something already", () => {
    expect(() => toPlan(print().replace("create", "same"))).toThrow("create");
  });
});

describe("requireSamePlan", () => {
  const ours = toPlan(print(["a", "1"], ["b", "2"]));

  it("accepts the same objects in another order", () => {
    expect(() => {
      requireSamePlan(ours, toPlan(print(["b", "2"], ["a", "1"])));
    }).not.toThrow();
  });

  it("names an object with another input", () => {
    expect(() => {
      requireSamePlan(ours, toPlan(print(["a", "1"], ["b", "3"])));
    }).toThrow("ConfigMap b differs");
  });

  it("refuses an object that only the other one wants", () => {
    expect(() => {
      requireSamePlan(ours, toPlan(print(["a", "1"], ["b", "2"], ["c", "3"])));
    }).toThrow("ours has 3 resources and the flat one 4");
  });
});
