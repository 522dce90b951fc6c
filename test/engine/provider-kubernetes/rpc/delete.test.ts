import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, test } from "vitest";
import { UnreachableError } from "../cluster/errors.ts";
import { createTestContext, type TestContext } from "../testing/context.ts";
import type { JsonObject } from "../values/json.ts";
import { sealProperties } from "../values/properties.ts";
import { remove } from "./delete.ts";

const STATE = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "n", uid: "uid-1" },
};

async function removeObject(
  context: TestContext,
  state: JsonObject,
  timeoutSeconds = 0,
): Promise<void> {
  const request = new provider.DeleteRequest();
  request.setId("n/a");
  request.setType("kubernetes:core/v1:ConfigMap");
  request.setProperties(sealProperties(state, []));
  request.setTimeout(timeoutSeconds);
  await remove(context, request);
}

test("an object is deleted by its uid and waited for", async () => {
  const context = createTestContext();
  context.api.put(STATE);
  await removeObject(context, STATE);
  expect(context.api.calls).toEqual(["remove ConfigMap n/a Background uid-1"]);
  expect(context.api.objects.size).toBe(0);
});

test("a workload goes after its pods: only foreground deletion waits for them", async () => {
  const context = createTestContext();
  const deployment = { ...STATE, apiVersion: "apps/v1", kind: "Deployment" };
  context.api.put(deployment);
  await removeObject(context, deployment);
  expect(context.api.calls).toEqual(["remove Deployment n/a Foreground uid-1"]);
});

test("the object's own wish wins over that rule", async () => {
  const context = createTestContext();
  const annotations = { "pulumi.com/deletionPropagationPolicy": "orphan" };
  const state = { ...STATE, metadata: { ...STATE.metadata, annotations } };
  context.api.put(state);
  await removeObject(context, state);
  expect(context.api.calls).toEqual(["remove ConfigMap n/a Orphan uid-1"]);
});

test("an object that is gone is done with, and another one of its name is left alone", async () => {
  const context = createTestContext();
  await removeObject(context, STATE);
  context.api.put({ ...STATE, metadata: { ...STATE.metadata, uid: "of somebody else" } });
  await removeObject(context, STATE);
  expect(context.api.calls).toEqual([]);
  expect(context.api.objects.size).toBe(1);
});

test("an object that a finalizer holds is waited for until it is let go", async () => {
  const context = createTestContext();
  const state = { ...STATE, metadata: { ...STATE.metadata, finalizers: ["hold"] } };
  context.api.put(state);
  const removal = removeObject(context, state);
  setImmediate(() => {
    context.api.drop("ConfigMap n/a");
  });
  await expect(removal).resolves.toBeUndefined();
});

test("an object that stays is an error in the end, unless nobody waits for it", async () => {
  const context = createTestContext();
  const metadata = { ...STATE.metadata, finalizers: ["hold"] };
  context.api.put({ ...STATE, metadata });
  await expect(removeObject(context, { ...STATE, metadata }, 0.05)).rejects.toThrow("hold");
  const annotations = { "pulumi.com/skipAwait": "true" };
  await expect(
    removeObject(context, { ...STATE, metadata: { ...metadata, annotations } }),
  ).resolves.toBeUndefined();
});

test("an unreachable cluster is an error, or with deleteUnreachable a warning", async () => {
  const context = createTestContext();
  context.api.get = () => Promise.reject(new UnreachableError("refused"));
  await expect(removeObject(context, STATE)).rejects.toThrow("refused");
  context.settings.deleteUnreachable = true;
  await removeObject(context, STATE);
  expect(context.said).toEqual([
    "warning: the cluster cannot be reached: n/a is dropped from the state, not deleted",
  ]);
});
