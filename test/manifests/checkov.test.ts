import { describe, expect, it } from "vitest";
import { parseCheckov } from "./checkov.ts";

function toReport(summary: object = {}): string {
  return JSON.stringify({
    check_type: "kubernetes",
    results: {
      failed_checks: [
        {
          check_id: "CKV_K8S_43",
          check_name: "Image should use digest",
          resource: "Deployment.agents.research.v1",
        },
      ],
    },
    summary: { passed: 90, failed: 1, parsing_errors: 0, resource_count: 8, ...summary },
  });
}

describe("parseCheckov", () => {
  it("tells the kind and the name of the object of each failed check", () => {
    expect(parseCheckov(toReport(), 7)).toEqual([
      {
        linter: "checkov",
        rule: "CKV_K8S_43",
        kind: "Deployment",
        name: "research.v1",
        message: "Image should use digest",
      },
    ]);
  });

  it.each([{ parsing_errors: 1 }, { resource_count: 6 }, { passed: 0 }])(
    "is not content with a report that says %o",
    (summary) => {
      expect(() => parseCheckov(toReport(summary), 7)).toThrow(/checkov has looked at \d of 7/);
    },
  );
});
