import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, test } from "vitest";
import { createTestContext, type TestContext } from "../testing/context.ts";
import { parseInitFailure } from "../testing/init-failure.ts";
import type { JsonObject } from "../values/json.ts";
import { openProperties, sealProperties } from "../values/properties.ts";
import { update } from "./update.ts";

const STATE = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "n", uid: "1" },
  data: { k: "old" },
  __fieldManager: "mine",
};
const INPUTS = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "n" },
  data: { k: "new" },
};

function updateObject(
  news: JsonObject,
  options: { context?: TestContext; preview?: boolean; ignored?: string[] } = {},
): Promise<provider.UpdateResponse> {
  const request = new provider.UpdateRequest();
  request.setId("n/a");
  request.setOlds(sealProperties(STATE, []));
  request.setNews(sealProperties(news, []));
  request.setPreview(options.preview ?? false);
  request.setIgnorechangesList(options.ignored ?? []);
  return update(options.context ?? createTestContext(), request);
}

test("an update is applied by the manager of the state: only that one can take fields away", async () => {
  const context = createTestContext();
  const response = await updateObject(INPUTS, { context });
  expect(context.api.calls).toEqual(["apply ConfigMap n/a as mine"]);
  expect(openProperties(response.getProperties()).value).toMatchObject({
    data: { k: "new" },
    __fieldManager: "mine",
  });
});

test("a preview shows the old object with the new inputs", async () => {
  const context = createTestContext();
  const response = await updateObject(INPUTS, { context, preview: true });
  expect(context.api.calls).toEqual(["rehearse ConfigMap n/a as mine"]);
  expect(openProperties(response.getProperties()).value).toEqual({ ...STATE, data: { k: "new" } });
});

test("force is asked for by the provider or by the object, and the object wins", async () => {
  const context = createTestContext();
  context.settings.patchForce = true;
  await updateObject(INPUTS, { context });
  const annotations = { "pulumi.com/patchForce": "false" };
  await updateObject({ ...INPUTS, metadata: { ...INPUTS.metadata, annotations } }, { context });
  expect(context.api.calls).toEqual([
    "apply ConfigMap n/a force as mine",
    "apply ConfigMap n/a as mine",
  ]);
});

test("an ignored field that another manager owns is not sent", async () => {
  const context = createTestContext();
  context.api.put({
    ...STATE,
    metadata: {
      ...STATE.metadata,
      managedFields: [{ manager: "other", fieldsV1: { "f:data": { "f:k": {} } } }],
    },
  });
  await updateObject(INPUTS, { context, ignored: ["data.k"] });
  expect(context.api.objects.get("ConfigMap n/a")?.data).toEqual({});
});

test("an object made with generateName is updated under the name of its id", async () => {
  const context = createTestContext();
  const metadata = { generateName: "a", namespace: "n" };
  await updateObject({ ...INPUTS, metadata }, { context });
  expect(context.api.calls).toEqual(["apply ConfigMap n/a as mine"]);
});

test("an update that does not get ready keeps the new inputs in its init failure", async () => {
  const context = createTestContext();
  context.settings.defaultTimeoutSeconds = 0.05;
  const pod = { ...INPUTS, kind: "Pod" };
  const error: unknown = await updateObject(pod, { context }).catch((thrown: unknown) => thrown);
  expect(openProperties(parseInitFailure(error)?.getInputs()).value).toEqual(pod);
});
