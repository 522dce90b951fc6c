import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, test } from "vitest";
import { findChanges } from "../diff/changes.ts";
import { createTestContext, type TestContext } from "../testing/context.ts";
import type { JsonObject, Path } from "../values/json.ts";
import { openProperties, sealProperties } from "../values/properties.ts";
import { read } from "./read.ts";

interface Refreshed {
  type?: string;
  inputs?: JsonObject;
  state?: JsonObject;
  secretPaths?: Path[];
}

function readObject(context: TestContext, options: Refreshed): Promise<provider.ReadResponse> {
  const request = new provider.ReadRequest();
  request.setId("n/a");
  request.setType(options.type ?? "kubernetes:core/v1:ConfigMap");
  request.setInputs(sealProperties(options.inputs ?? {}, options.secretPaths ?? []));
  request.setProperties(sealProperties(options.state ?? {}, options.secretPaths ?? []));
  return read(context, request);
}

const METADATA = { name: "a", namespace: "n" };
const INPUTS = { apiVersion: "v1", kind: "ConfigMap", metadata: METADATA, data: { k: "v" } };

test("an object that is gone has no id", async () => {
  const response = await readObject(createTestContext(), { inputs: INPUTS });
  expect(response.getId()).toBe("");
});

test("a refresh of what has not drifted has the inputs of the program", async () => {
  const context = createTestContext();
  context.api.put({
    ...INPUTS,
    metadata: { ...METADATA, labels: { added: "x" } },
    immutable: false,
  });
  const response = await readObject(context, { inputs: INPUTS, state: { __fieldManager: "mine" } });
  const shown = openProperties(response.getInputs()).value;
  expect(findChanges(INPUTS, shown)).toEqual([]);
  expect(openProperties(response.getProperties()).value.__fieldManager).toBe("mine");
});

test("a refresh shows a drift", async () => {
  const context = createTestContext();
  context.api.put({ ...INPUTS, data: { k: "by hand" } });
  const response = await readObject(context, { inputs: INPUTS });
  expect(openProperties(response.getInputs()).value.data).toEqual({ k: "by hand" });
});

test("an object that is being deleted still exists", async () => {
  const context = createTestContext();
  context.api.put({ ...INPUTS, metadata: { ...METADATA, deletionTimestamp: "now" } });
  expect((await readObject(context, { inputs: INPUTS })).getId()).toBe("n/a");
});

test("an import knows its kind from the type token, and takes what somebody could have written", async () => {
  const context = createTestContext();
  context.api.put({ ...INPUTS, status: {} });
  const response = await readObject(context, {});
  expect(openProperties(response.getInputs()).value).toEqual(INPUTS);
});

test("an imported Secret is sealed, and so is the copy of it that kubectl keeps", async () => {
  const context = createTestContext();
  const copy = "kubectl.kubernetes.io/last-applied-configuration";
  context.api.put({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...METADATA, annotations: { [copy]: "{}", other: "payload is hidden-value" } },
    data: { token: Buffer.from("hidden-value").toString("base64") },
  });
  const response = await readObject(context, { type: "kubernetes:core/v1:Secret" });
  for (const properties of [response.getInputs(), response.getProperties()]) {
    expect(new Set(openProperties(properties).secretPaths)).toEqual(
      new Set([["data"], ["metadata", "annotations", copy], ["metadata", "annotations", "other"]]),
    );
  }
});

test("a refreshed secret input stays sealed, also with a value it did not have before", async () => {
  const context = createTestContext();
  context.api.put({ ...INPUTS, data: { k: "rotated by hand" } });
  const response = await readObject(context, { inputs: INPUTS, secretPaths: [["data", "k"]] });
  expect(openProperties(response.getInputs()).secretPaths).toEqual([["data", "k"]]);
  expect(openProperties(response.getProperties()).secretPaths).toEqual([["data", "k"]]);
});

test("what is left out cannot be imported", async () => {
  const type = "kubernetes:helm.sh/v3:Release";
  await expect(readObject(createTestContext(), { type })).rejects.toThrow("Helm");
});
