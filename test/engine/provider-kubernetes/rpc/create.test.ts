import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, test } from "vitest";
import { ApiError } from "../cluster/errors.ts";
import { createTestContext, type TestContext } from "../testing/context.ts";
import { parseInitFailure } from "../testing/init-failure.ts";
import { type JsonObject, objectAt, type Path, stringAt } from "../values/json.ts";
import { openProperties, sealProperties, UNKNOWN } from "../values/properties.ts";
import { create } from "./create.ts";

interface Created {
  context?: TestContext;
  preview?: boolean;
  secretPaths?: Path[];
  timeoutSeconds?: number;
}

function createObject(inputs: JsonObject, options: Created = {}): Promise<provider.CreateResponse> {
  const request = new provider.CreateRequest();
  request.setUrn("urn:a");
  request.setProperties(sealProperties(inputs, options.secretPaths ?? []));
  request.setPreview(options.preview ?? false);
  request.setTimeout(options.timeoutSeconds ?? 0);
  return create(options.context ?? createTestContext(), request);
}

const CONFIG_MAP = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "n" },
  data: { k: "v" },
};

const POD = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p", namespace: "n" },
  spec: { containers: [{ name: "app", env: [{ name: "TOKEN", value: "hidden-token" }] }] },
};
const TOKEN_PATH = ["spec", "containers", 0, "env", 0, "value"];

test("an object is applied by a manager of its own, which the state keeps", async () => {
  const context = createTestContext();
  const response = await createObject(CONFIG_MAP, { context });
  const state = openProperties(response.getProperties()).value;
  expect(response.getId()).toBe("n/a");
  expect(objectAt(state, "metadata").uid).toBe("uid-1");
  expect(context.api.calls).toEqual([
    `apply ConfigMap n/a as ${stringAt(state, "__fieldManager")}`,
  ]);
});

test("a preview answers with the inputs only: what a dry run makes up must not become a fact", async () => {
  const context = createTestContext();
  const response = await createObject(CONFIG_MAP, { context, preview: true });
  expect(openProperties(response.getProperties()).value).toEqual(CONFIG_MAP);
  expect(response.getId()).toBe("");
  expect(context.api.calls).toHaveLength(1);
  expect(context.api.calls[0]).toMatch(/^rehearse ConfigMap n\/a as /);
});

test("a preview fails with what the API server would refuse", async () => {
  const context = createTestContext();
  context.api.refuseDryRunsWith = new ApiError(422, { message: "spec.x: Invalid" }, "PATCH");
  await expect(createObject(CONFIG_MAP, { context, preview: true })).rejects.toThrow("Invalid");
});

test.each([
  [404, "a namespace that is still to come"],
  [403, "no permission for dry runs"],
  [400, "webhook x does not support dry run"],
])("a preview goes on when the API server answers %i: %s", async (status, message) => {
  const context = createTestContext();
  context.api.refuseDryRunsWith = new ApiError(status, { message }, "PATCH");
  await expect(createObject(CONFIG_MAP, { context, preview: true })).resolves.toBeDefined();
});

test("the preview of a replacement rehearses under a name nobody has", async () => {
  const context = createTestContext();
  context.api.put(CONFIG_MAP);
  await createObject(CONFIG_MAP, { context, preview: true });
  expect(context.api.calls[0]).toMatch(/^rehearse ConfigMap n\/a-[0-9a-f]{6} as /);
});

test("a preview with unknown values asks nobody", async () => {
  const context = createTestContext();
  await createObject({ ...CONFIG_MAP, data: { k: UNKNOWN } }, { context, preview: true });
  expect(context.api.calls).toEqual([]);
});

test("an object that exists already is refused: an apply would take it over without a word", async () => {
  const context = createTestContext();
  context.api.put(CONFIG_MAP);
  await expect(createObject(CONFIG_MAP, { context })).rejects.toThrow("exists already");
  context.settings.upsertExistingObjects = true;
  await expect(createObject(CONFIG_MAP, { context })).resolves.toBeDefined();
});

test("an object on its way out is waited for, then made anew", async () => {
  const context = createTestContext();
  const metadata = { ...CONFIG_MAP.metadata, deletionTimestamp: "now", uid: "old" };
  context.api.put({ ...CONFIG_MAP, metadata });
  const creation = createObject(CONFIG_MAP, { context });
  setImmediate(() => {
    context.api.drop("ConfigMap n/a");
  });
  const state = openProperties((await creation).getProperties()).value;
  expect(objectAt(state, "metadata").uid).not.toBe("old");
});

test("generateName is filled up, because an apply needs a name", async () => {
  const metadata = { generateName: "a-", namespace: "n" };
  const response = await createObject({ ...CONFIG_MAP, metadata });
  expect(response.getId()).toMatch(/^n\/a-[0-9a-f]{5}$/);
});

test("an object that does not get ready is an init failure that keeps it, with its secrets sealed", async () => {
  const context = createTestContext();
  context.settings.defaultTimeoutSeconds = 0.05;
  context.api.logs.set("p app", "started with hidden-token\n");
  const status = {
    phase: "Running",
    containerStatuses: [
      { name: "app", started: true, ready: false, state: { running: { startedAt: "x" } } },
    ],
  };
  const error: unknown = await createObject(
    { ...POD, status },
    { context, secretPaths: [TOKEN_PATH] },
  ).catch((thrown: unknown) => thrown);
  const failure = parseInitFailure(error);
  expect(failure?.getId()).toBe("n/p");
  expect(failure?.getReasonsList()).toEqual([
    "not ready after 0.05 s: the pod is Running",
    "pod p: container app: runs, but is not ready\nlast log lines:\nstarted with [secret]",
  ]);
  expect(openProperties(failure?.getProperties()).secretPaths).toEqual([TOKEN_PATH]);
  expect(openProperties(failure?.getInputs()).secretPaths).toEqual([TOKEN_PATH]);
});

test("customTimeouts of the program bound the wait", async () => {
  const error: unknown = await createObject(POD, { timeoutSeconds: 0.05 }).catch(
    (thrown: unknown) => thrown,
  );
  expect(parseInitFailure(error)?.getReasonsList()[0]).toContain("not ready after 0.05 s");
});

test("a cancelled wait is an init failure, too: the object stays in the state", async () => {
  const context = createTestContext();
  const creation = createObject(POD, { context });
  setImmediate(() => {
    context.cancel();
  });
  const error: unknown = await creation.catch((thrown: unknown) => thrown);
  expect(parseInitFailure(error)?.getId()).toBe("n/p");
});

test("the payload of a Secret is sealed in the state, whoever wrote it", async () => {
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s", namespace: "n" },
    data: { token: "aGlkZGVu" },
  };
  const response = await createObject(secret);
  expect(openProperties(response.getProperties()).secretPaths).toEqual([["data"]]);
});

test("a secret is sealed where the API server moved it, and where it made a copy", async () => {
  const context = createTestContext();
  const apply = context.api.apply.bind(context.api);
  const containers: JsonObject[] = [{ name: "proxy" }, ...POD.spec.containers];
  context.api.apply = async (manifest, name, options) => ({
    ...(await apply(manifest, name, options)),
    status: { conditions: [{ type: "Ready", status: "True" }] },
    spec: { containers },
    copy: "the value is hidden-token",
  });
  const response = await createObject(POD, { context, secretPaths: [TOKEN_PATH] });
  expect(openProperties(response.getProperties()).secretPaths).toEqual(
    expect.arrayContaining([["spec", "containers", 1, "env", 0, "value"], ["copy"]]),
  );
});

test("an apply is repeated while the API server is busy", async () => {
  const context = createTestContext();
  const apply = context.api.apply.bind(context.api);
  let refusals = 1;
  context.api.apply = (...args) => {
    refusals -= 1;
    return refusals >= 0
      ? Promise.reject(new ApiError(503, { message: "busy" }, "PATCH"))
      : apply(...args);
  };
  expect((await createObject(CONFIG_MAP, { context })).getId()).toBe("n/a");
});
