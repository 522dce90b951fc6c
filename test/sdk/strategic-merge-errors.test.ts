import { SettingsError, type SettingsIssue } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { mergeManifest } from "../../sdk/src/strategic-merge.ts";

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "research" },
  spec: { template: { spec: { containers: [{ name: "agent" }] } } },
};

function findIssues(manifest: object, override: object): readonly SettingsIssue[] {
  try {
    mergeManifest(manifest, override);
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.issues;
    }
    throw error;
  }
  return [];
}

describe("an override that says nothing clear", () => {
  const at = "spec.template.spec.containers[0]";
  const rows: [string, object, Record<string, string>][] = [
    [
      "has elements that cannot be told apart",
      { containers: [{ image: "a" }, "a", null, pulumi.output({}), { name: pulumi.output("a") }] },
      Object.fromEntries(
        [0, 1, 2, 3, 4].map((index) => [
          `spec.template.spec.containers[${index}]`,
          "must be an object with a plain 'name', by which it is told apart. Give it.",
        ]),
      ),
    ],
    [
      "has a port whose protocol is known later",
      {
        containers: [
          { name: "agent", ports: [{ containerPort: 1, protocol: pulumi.output("UDP") }] },
        ],
      },
      {
        [`${at}.ports[0].protocol`]:
          "must be plain, since elements are told apart by it. Give it so.",
      },
    ],
    [
      "has directives that are unknown",
      {
        securityContext: { $patch: "merge" },
        containers: [
          { name: "agent", "$setElementOrder/env": [], env: [{ name: "A", $patch: 1 }] },
        ],
      },
      {
        "spec.template.spec.securityContext.$patch":
          "must be 'replace' or 'delete'. Leave it out to merge.",
        [`${at}["$setElementOrder/env"]`]:
          "is not a directive that Berth knows. Use '$patch' or '$retainKeys'.",
        [`${at}.env[0].$patch`]: "must be 'replace' or 'delete'. Leave it out to merge.",
      },
    ],
    [
      "has a directive in a list that is replaced",
      { tolerations: [{ key: "a", $patch: "delete" }] },
      {
        "spec.template.spec.tolerations[0].$patch":
          "must not be in an element of a list that is replaced as a whole. Give the whole list.",
      },
    ],
    [
      "replaces a list and an element at once",
      { containers: [{ name: "agent", $patch: "replace" }] },
      {
        [at]:
          "must have nothing beside '$patch: replace', which replaces the whole list. " +
          "Make another element of the rest.",
      },
    ],
    [
      "gives members that it does not retain",
      { securityContext: { $retainKeys: ["runAsUser"], fsGroup: 1, "a/b": 2, runAsGroup: null } },
      {
        "spec.template.spec.securityContext.fsGroup":
          "must be named in '$retainKeys' beside it, or be left out.",
        'spec.template.spec.securityContext["a/b"]':
          "must be named in '$retainKeys' beside it, or be left out.",
      },
    ],
    [
      "retains what are no names",
      { securityContext: { $retainKeys: [1] } },
      { "spec.template.spec.securityContext.$retainKeys": "must be a list of names of members." },
    ],
  ];

  it.each(rows)("is refused when it %s", (_title, spec, expected) => {
    expect(findIssues(deployment, { spec: { template: { spec } } })).toEqual(
      Object.entries(expected).map(([propertyPath, rule]) => ({
        propertyPath,
        reason: `'${propertyPath}' ${rule}`,
      })),
    );
  });

  it("is refused when it would take the name of the whole object away", () => {
    expect(findIssues(deployment, { $patch: "replace", $retainKeys: ["spec"] })).toEqual(
      ["$patch", "$retainKeys"].map((propertyPath) => ({
        propertyPath,
        reason: `'${propertyPath}' must be further within: an object keeps its name. Move it.`,
      })),
    );
  });
});
