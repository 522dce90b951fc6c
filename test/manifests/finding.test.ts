import { describe, expect, it } from "vitest";
import { type Finding, judgeFindings, type LintException } from "./finding.ts";

const finding: Finding = {
  linter: "checkov",
  rule: "CKV_K8S_43",
  kind: "Deployment",
  name: "research",
  message: "Image should use digest",
};

const exception: LintException = {
  linter: "checkov",
  rule: "CKV_K8S_43",
  kind: "Deployment",
  reason: "the image is the user's",
};

describe("judgeFindings", () => {
  it("lets what an exception is about stay, on every object of the kind", () => {
    const findings = [finding, { ...finding, name: "data-analysis" }];
    expect(judgeFindings(findings, [exception])).toEqual({ unexplained: [], stale: [] });
  });

  it.each([{ linter: "kube-score" } as const, { rule: "CKV_K8S_15" }, { kind: "Pod" }])(
    "tells both a finding and an exception that differ in %o",
    (difference) => {
      const other = { ...exception, ...difference };
      expect(judgeFindings([finding], [other])).toEqual({ unexplained: [finding], stale: [other] });
    },
  );
});
