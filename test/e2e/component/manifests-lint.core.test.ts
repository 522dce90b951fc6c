import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readExceptions } from "../../manifests/exceptions.ts";
import { judgeFindings } from "../../manifests/finding.ts";
import { lintManifests } from "../../manifests/lint-manifests.ts";
import { SAMPLE_FILES } from "../../manifests/samples.ts";
import { createProgress } from "../../tools/progress.ts";

// No cluster is asked: these are here because the linters are built and installed first.

const progress = createProgress();

describe("the default manifests", () => {
  it("pass kube-score and checkov but for what has a reason, and every reason is needed", async () => {
    const findings = await lintManifests(SAMPLE_FILES, "manifests", progress);
    expect(judgeFindings(findings, await readExceptions())).toEqual({ unexplained: [], stale: [] });
  });
});

describe("manifests that are made worse", () => {
  it("do not pass: each linter finds what it looks for", async () => {
    const file = join(import.meta.dirname, "..", "..", "manifests", "fixtures", "worse.yaml");
    const findings = await lintManifests([file], "manifests-worse", progress);
    const rules = findings.map(({ linter, rule, kind, name }) => [linter, rule, kind, name]);
    expect(rules).toContainEqual([
      ...["kube-score", "container-security-context-privileged", "Deployment", "worse"],
    ]);
    expect(rules).toContainEqual(["checkov", "CKV_K8S_16", "Deployment", "worse"]);
  });
});
