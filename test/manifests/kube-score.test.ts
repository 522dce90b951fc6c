import { describe, expect, it } from "vitest";
import { parseKubeScore } from "./kube-score.ts";

function toCheck(grade: number, skipped: boolean, comments: object[] | null): object {
  return {
    check: { id: "container-image-tag", name: "Container Image Tag", optional: false },
    grade,
    skipped,
    comments,
  };
}

function toReport(...checks: object[]): string {
  return JSON.stringify([
    {
      object_name: "Deployment/apps/v1/agents/research",
      type_meta: { kind: "Deployment", apiVersion: "apps/v1" },
      object_meta: { name: "research", namespace: "agents" },
      checks,
    },
  ]);
}

const finding = {
  linter: "kube-score",
  rule: "container-image-tag",
  kind: "Deployment",
  name: "research",
};

describe("parseKubeScore", () => {
  it("takes every check for a finding that was made and is not all good", () => {
    const comments = [
      { path: "agent", summary: "Image with latest tag", description: "" },
      { path: "", summary: "Use a tag", description: "" },
    ];
    const report = toReport(
      toCheck(10, false, null),
      toCheck(1, false, comments),
      toCheck(5, false, null),
      toCheck(1, true, comments),
    );
    expect(parseKubeScore(report)).toEqual([
      { ...finding, message: "agent: Image with latest tag; Use a tag" },
      { ...finding, message: "Container Image Tag" },
    ]);
  });

  it("is not content with a report about no Deployment", () => {
    expect(() => parseKubeScore("[]")).toThrow("has not found a Deployment");
  });
});
