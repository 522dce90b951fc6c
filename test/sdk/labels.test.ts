import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLabelValue } from "../../sdk/src/kubernetes-syntax.ts";
import {
  toCallerLabels,
  toObjectLabels,
  toStackLabels,
  toWorkloadLabels,
} from "../../sdk/src/labels.ts";

const VERSION = "app.kubernetes.io/version";

describe("toObjectLabels", () => {
  it("tells whose an object is, and does not offer it as an agent", () => {
    expect(toObjectLabels({ name: "research", version: "1.2.0" })).toEqual({
      "app.kubernetes.io/name": "research",
      "app.kubernetes.io/component": "agent",
      "app.kubernetes.io/version": "1.2.0",
      "app.kubernetes.io/managed-by": "berth",
    });
  });

  it.each([
    ["1.0.0+build.5", "1.0.0-build.5"],
    ["(beta) 2", "beta--2"],
    [`1.${"0".repeat(100)}`, `1.${"0".repeat(61)}`],
    ["ä", undefined],
  ])("makes of the version '%s' what a label can hold: '%s'", (version, value) => {
    expect(toObjectLabels({ name: "research", version })[VERSION]).toBe(value);
  });

  it("has a valid version label for any version, or none", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (version) => {
        const value = toObjectLabels({ name: "research", version })[VERSION];
        expect(value === undefined || (value !== "" && isLabelValue(value))).toBe(true);
      }),
    );
  });
});

describe("toWorkloadLabels", () => {
  it("adds those by which programs look agents up", () => {
    const facts = { name: "research", version: "1.2.0" };
    expect(toWorkloadLabels(facts)).toEqual({
      ...toObjectLabels(facts),
      app: "research",
      protocol: "a2a",
    });
  });
});

describe("toStackLabels", () => {
  it("tells the objects of one stack from those of another one", () => {
    expect(toStackLabels({ project: "berth", stack: "dev-alice" })).toEqual({
      "berth.dev/project": "berth",
      "berth.dev/stack": "dev-alice",
    });
  });

  it("leaves out what no label can hold", () => {
    expect(toStackLabels({ project: "berth", stack: "_" })).toEqual({
      "berth.dev/project": "berth",
    });
  });
});

describe("toCallerLabels", () => {
  it("has one label for each agent that is called", () => {
    expect(toCallerLabels(["data-analysis", "code-review"])).toEqual({
      "can-call.berth.dev/data-analysis": "true",
      "can-call.berth.dev/code-review": "true",
    });
    expect(toCallerLabels([])).toEqual({});
  });
});
