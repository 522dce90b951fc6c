import { expect, test } from "vitest";
import { parseSettings } from "./settings.ts";

test("arguments come as strings, and win over the environment", () => {
  const settings = parseSettings(
    { enableConfigMapMutable: "true", enablePatchForce: "false", namespace: "team", context: "c" },
    { PULUMI_K8S_ENABLE_PATCH_FORCE: "true", PULUMI_K8S_ENABLE_SECRET_MUTABLE: "true" },
  );
  expect(settings).toMatchObject({
    configMapMutable: true,
    patchForce: false,
    secretMutable: true,
    namespace: "team",
    choice: { context: "c" },
  });
});

test("without anything, waits take ten minutes and previews ask the API server", () => {
  expect(parseSettings({}, {})).toMatchObject({
    choice: {},
    defaultTimeoutSeconds: 600,
    serverPreview: true,
    upsertExistingObjects: false,
  });
});

test("tests can shorten every wait and do without the API server in previews", () => {
  const env = { STANDIN_TIMEOUT_SECONDS: "5", STANDIN_PREVIEW: "echo" };
  expect(parseSettings({}, env)).toMatchObject({ defaultTimeoutSeconds: 5, serverPreview: false });
});

test.each([
  [{ enableServerSideApply: "false" }, {}, "client-side apply"],
  [{}, { PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY: "false" }, "client-side apply"],
  [{ renderYamlToDirectory: "out" }, {}, "rendering manifests"],
])("the arguments %j with the environment %j are refused", (args, env, feature) => {
  expect(() => parseSettings(args, env)).toThrow(
    new RegExp(`stand-in for the Kubernetes provider leaves out ${feature}`),
  );
});
