import { Agent } from "@berth/berth";
import { describe, expect, it } from "vitest";
import { recordResources } from "../record-resources.ts";
import { minimalArgs } from "./settings.ts";

describe("Agent", () => {
  it("makes exactly these children, called after the component and the hash of the card", async () => {
    const { resources } = await recordResources(
      () => new Agent("data-analysis", { ...minimalArgs, namespace: "agents" }).url,
    );
    expect(resources.map(({ type, name }) => [type, name])).toEqual([
      ["berth:index:Agent", "data-analysis"],
      ["kubernetes:core/v1:ServiceAccount", "data-analysis-service-account"],
      ["kubernetes:core/v1:Service", "data-analysis-service"],
      ["kubernetes:core/v1:ConfigMap", "data-analysis-card-dbb2d2fd"],
      ["kubernetes:apps/v1:Deployment", "data-analysis-deployment"],
    ]);
  });

  it("registers nothing, not even itself, when its args break a rule", async () => {
    const { resources } = await recordResources(() => {
      expect(() => new Agent("data-analysis", { ...minimalArgs, port: 80 })).toThrow("'port' (80)");
    });
    expect(resources).toEqual([]);
  });
});
