import { describe, expect, it } from "vitest";
import { parseExceptions } from "./exceptions.ts";

const exception = `- { linter: checkov, rule: CKV_K8S_43, kind: Deployment`;

describe("parseExceptions", () => {
  it("reads none of an empty file, and each with its reason of another", () => {
    expect(parseExceptions("# none\n")).toEqual([]);
    const reason = "The image is the user's.";
    expect(parseExceptions(`${exception}, reason: "${reason}" }`)).toEqual([
      { linter: "checkov", rule: "CKV_K8S_43", kind: "Deployment", reason },
    ]);
  });

  it.each([
    ["has no reason", `${exception} }`],
    ["has a word for a reason", `${exception}, reason: no }`],
    [
      "is of an unknown linter",
      `- { linter: trivy, rule: a, kind: b, reason: "${"a".repeat(30)}" }`,
    ],
    ["has more to say", `${exception}, reason: "${"a".repeat(30)}", name: research }`],
  ])("refuses one that %s", (_title, text) => {
    expect(() => parseExceptions(text)).toThrow(/"path": \[\s*0/);
  });
});
