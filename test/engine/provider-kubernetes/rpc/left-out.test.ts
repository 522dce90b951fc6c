import { expect, test } from "vitest";
import { refusalOf } from "./left-out.ts";

test.each([
  ["kubernetes:helm.sh/v3:Release", {}, "Helm"],
  ["kubernetes:helm.sh/v4:Chart", {}, "Helm"],
  ["kubernetes:helm:template", {}, "Helm"],
  ["kubernetes:kustomize/v2:Directory", {}, "Kustomize"],
  ["kubernetes:kustomize:directory", {}, "Kustomize"],
  ["kubernetes:yaml:decode", {}, "YAML"],
  ["kubernetes:yaml/v2:ConfigGroup", {}, "YAML"],
  ["kubernetes:apps/v1:DeploymentPatch", { kind: "Deployment" }, "*Patch"],
  ["kubernetes:core/v1:ConfigMapList", { kind: "ConfigMapList", items: [] }, "*List"],
])("%s is refused by name", (token, inputs, feature) => {
  const message = refusalOf(token, inputs)?.message;
  expect(message).toContain(token);
  expect(message).toContain(feature);
  expect(message).toContain("use the vendor's provider");
});

test.each([
  ["kubernetes:core/v1:ConfigMap", { kind: "ConfigMap" }],
  ["kubernetes:example.test/v1:SecurityPatch", { kind: "SecurityPatch" }],
  ["kubernetes:example.test/v1:AllowList", { kind: "AllowList", spec: {} }],
])("%s is none of what is left out", (token, inputs) => {
  expect(refusalOf(token, inputs)).toBeUndefined();
});
