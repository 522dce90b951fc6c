import { describe, expect, it } from "vitest";
import type { LabelRequirement } from "../../../sdk/src/preflight/cluster-facts.ts";
import { chooseLabels } from "../../../sdk/src/preflight/label-choice.ts";

const own = { "app.kubernetes.io/managed-by": "berth", "app.kubernetes.io/name": undefined };

function need(key: string, operator: string, ...values: string[]): LabelRequirement {
  return { key, operator, values };
}

describe("chooseLabels", () => {
  it.each<[string, LabelRequirement[], Record<string, string>]>([
    ["nothing", [], {}],
    ["one of some values", [need("a", "In", "x", "y")], { a: "x" }],
    [
      "one that two lists share",
      [need("a", "In", "x", "y"), need("a", "In", "y", "z")],
      { a: "y" },
    ],
    ["one that is not excluded", [need("a", "NotIn", "x"), need("a", "In", "x", "y")], { a: "y" }],
    ["any value", [need("a", "Exists")], { a: "true" }],
    ["any value but one", [need("a", "Exists"), need("a", "NotIn", "true")], { a: "yes" }],
    [
      "a value of a list that must be there",
      [need("a", "Exists"), need("a", "In", "x")],
      { a: "x" },
    ],
    ["the value that is empty", [need("a", "In", "")], { a: "" }],
    ["no label", [need("a", "DoesNotExist"), need("b", "NotIn", "x")], {}],
    [
      "what objects have anyway",
      [
        need("app.kubernetes.io/managed-by", "In", "berth"),
        need("app.kubernetes.io/managed-by", "NotIn", "Helm"),
        need("app.kubernetes.io/name", "Exists"),
        need("app.kubernetes.io/name", "NotIn", "x"),
      ],
      {},
    ],
  ])("meets %s", (_, requirements, labels) => {
    expect(chooseLabels(requirements, own)).toEqual({ labels, unmet: [] });
  });

  it.each<[string, LabelRequirement[]]>([
    ["lists that share no value", [need("a", "In", "x"), need("a", "In", "y")]],
    ["a value that is excluded", [need("a", "In", "x"), need("a", "NotIn", "x")]],
    ["what must be there and must not", [need("a", "Exists"), need("a", "DoesNotExist")]],
    ["an operator that nobody knows", [need("a", "Near", "x")]],
    ["another value of an own label", [need("app.kubernetes.io/managed-by", "In", "Helm")]],
    ["the exclusion of that", [need("app.kubernetes.io/managed-by", "NotIn", "berth")]],
    ["one value of what differs", [need("app.kubernetes.io/name", "In", "x")]],
    ["the absence of an own label", [need("app.kubernetes.io/name", "DoesNotExist")]],
  ])("cannot meet %s, and says so", (_, requirements) => {
    expect(chooseLabels(requirements, own)).toEqual({ labels: {}, unmet: requirements });
  });
});
