// The provider as the engine uses it: a process that speaks gRPC, against a real API server.
import { randomBytes } from "node:crypto";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, test } from "vitest";
import { describeInCluster } from "./testing/integration.ts";
import { objectAt, valueAt } from "./values/json.ts";

const { DIFF_NONE } = provider.DiffResponse.DiffChanges;

describeInCluster("objects in a real cluster", (it) => {
  test("an object lives from preview to deletion without a change in between", async () => {
    const inputs = it.buildConfigMap("life", { a: "1" });
    expect(await it.resources.preview(inputs)).toEqual(inputs);
    const stored = await it.resources.create(inputs);
    expect((await it.resources.diff(stored, inputs)).getChanges()).toBe(DIFF_NONE);
    const refreshed = await it.resources.refresh(stored);
    expect(refreshed?.inputs).toEqual(stored.inputs);
    expect(refreshed?.state).toEqual(stored.state);
    const labelled = it.buildConfigMap("life", { a: "1" }, { labels: { tier: "x" } });
    const updated = await it.resources.update(stored, labelled);
    expect(valueAt(updated.state, "metadata", "labels")).toEqual({ tier: "x" });
    const plain = await it.resources.update(updated, inputs);
    expect(valueAt(plain.state, "metadata", "labels")).toBeUndefined();
    await it.resources.delete(plain);
    expect(await it.resources.refresh(plain)).toBeUndefined();
  });

  test("what the API server normalizes is no change after a refresh", async () => {
    const template = {
      metadata: { labels: { app: "norm" } },
      spec: {
        containers: [
          {
            name: "app",
            image: "example.test/none:1",
            env: [
              { name: "B", value: "2" },
              { name: "A", value: "" },
            ],
            ports: [
              { containerPort: 53, protocol: "UDP" },
              { containerPort: 53, protocol: "TCP" },
            ],
            resources: { limits: { cpu: "0.01", memory: "1024Mi" } },
            securityContext: {},
          },
        ],
        volumes: [{ name: "tmp", emptyDir: {} }],
      },
    };
    const inputs = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "norm",
        namespace: it.namespace,
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: { replicas: 0, selector: { matchLabels: { app: "norm" } }, template },
    };
    const stored = await it.resources.create(inputs);
    const refreshed = await it.resources.refresh(stored);
    expect(refreshed).toBeDefined();
    if (refreshed !== undefined) {
      expect((await it.resources.diff(refreshed, inputs)).getChanges()).toBe(DIFF_NONE);
    }
    await it.resources.delete(stored);
  });

  test("secrets are sealed in every answer", async () => {
    const token = `token-${randomBytes(8).toString("hex")}`;
    const base64 = Buffer.from(token).toString("base64");
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "sealed", namespace: it.namespace },
      stringData: { token },
    };
    const stored = await it.resources.create(secret);
    const refreshed = await it.resources.refresh(stored);
    // The wire form marks a secret and shows it: outside of marks there must be none.
    for (const wire of [stored.wire, refreshed?.wire ?? ""]) {
      const marked = wire.split("1b47061264138c4ac30d75fd1eb44270").length - 1;
      const shown = wire.split(token).length + wire.split(base64).length - 2;
      expect(shown).toBeGreaterThan(0);
      expect(marked).toBeGreaterThanOrEqual(shown);
    }
    expect(refreshed?.inputs).toEqual(stored.inputs);
    await it.resources.delete(stored);
  });

  test("an object that exists is not taken over", async () => {
    await it.applyAs("somebody", it.buildConfigMap("taken", { a: "1" }));
    await expect(it.resources.create(it.buildConfigMap("taken", { a: "1" }))).rejects.toMatchObject(
      {
        details: expect.stringContaining("exists already") as string,
      },
    );
  });

  test("a field of another manager is a conflict, in the preview already, unless it is ignored", async () => {
    const stored = await it.resources.create(it.buildConfigMap("fields", { a: "1" }));
    await it.applyAs("somebody", it.buildConfigMap("fields", { a: "2" }));
    await expect(
      it.resources.update(stored, it.buildConfigMap("fields", { a: "3" })),
    ).rejects.toMatchObject({
      details: expect.stringContaining("conflict") as string,
    });
    const updated = await it.resources.update(stored, it.buildConfigMap("fields", { a: "1" }), [
      "data.a",
    ]);
    expect(objectAt(updated.state, "data")).toEqual({ a: "2" });
    await it.resources.delete(updated);
  });

  test("what only the API server knows to be immutable is replaced", async () => {
    const runtimeClass = {
      apiVersion: "node.k8s.io/v1",
      kind: "RuntimeClass",
      metadata: { name: it.namespace },
    };
    const stored = await it.resources.create({ ...runtimeClass, handler: "one" });
    const response = await it.resources.diff(stored, { ...runtimeClass, handler: "two" });
    expect(response.getReplacesList()).toEqual(["handler"]);
    expect(response.getDeletebeforereplace()).toBe(true);
    await it.resources.delete(stored);
  });
});
