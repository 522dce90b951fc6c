import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, test } from "vitest";
import { ApiError } from "../cluster/errors.ts";
import { createTestContext, type TestContext } from "../testing/context.ts";
import type { JsonObject } from "../values/json.ts";
import { sealProperties, UNKNOWN } from "../values/properties.ts";
import { diff } from "./diff.ts";

const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
const { Kind } = provider.PropertyDiff;

function diffOf(
  olds: JsonObject,
  news: JsonObject,
  {
    context = createTestContext(),
    state = olds,
    ignored = [],
  }: { context?: TestContext; state?: JsonObject; ignored?: string[] } = {},
): Promise<provider.DiffResponse> {
  const request = new provider.DiffRequest();
  request.setId("n/a");
  request.setOlds(sealProperties(state, []));
  request.setOldInputs(sealProperties(olds, []));
  request.setNews(sealProperties(news, []));
  request.setIgnorechangesList(ignored);
  return diff(context, request);
}

function configMap(data: JsonObject, annotations?: JsonObject): JsonObject {
  const metadata = {
    name: "a",
    namespace: "n",
    ...(annotations === undefined ? {} : { annotations }),
  };
  return { apiVersion: "v1", kind: "ConfigMap", metadata, data };
}

function service(spec: JsonObject): JsonObject {
  return { apiVersion: "v1", kind: "Service", metadata: { name: "a", namespace: "n" }, spec };
}

test("equal inputs are no change, and ask nobody", async () => {
  const context = createTestContext();
  const inputs = service({ ports: [{ port: 80 }] });
  const response = await diffOf(inputs, structuredClone(inputs), { context });
  expect(response.getChanges()).toBe(DIFF_NONE);
  expect(context.api.calls).toEqual([]);
});

test("ignored changes are none, as a refresh asks for them, and others are told", async () => {
  const olds = service({ ports: [{ port: 80 }], type: "ClusterIP" });
  const news = service({ ports: [{ port: 81 }], type: "ClusterIP" });
  for (const ignored of ["spec.ports[0].port", "spec.ports[*].port", "spec.ports", "spec"]) {
    expect((await diffOf(olds, news, { ignored: [ignored] })).getChanges()).toBe(DIFF_NONE);
  }
  for (const ignored of ["spec.ports[1].port", "spec.type"]) {
    expect((await diffOf(olds, news, { ignored: [ignored] })).getChanges()).toBe(DIFF_SOME);
  }
});

test("a change in place is told at its place", async () => {
  const olds = service({ ports: [{ port: 80 }], type: "ClusterIP" });
  const response = await diffOf(olds, service({ ports: [{ port: 81 }, { port: 82 }] }));
  expect(response.getChanges()).toBe(DIFF_SOME);
  expect(response.getDiffsList()).toEqual(["spec"]);
  expect(response.getReplacesList()).toEqual([]);
  const kinds: [string, provider.PropertyDiff.Kind][] = [];
  response.getDetaileddiffMap().forEach((entry, place) => {
    kinds.push([place, entry.getKind()]);
  });
  expect(kinds).toEqual([
    ["spec.ports[0].port", Kind.UPDATE],
    ["spec.ports[1]", Kind.ADD],
    ["spec.type", Kind.DELETE],
  ]);
});

test("a new payload replaces, and goes first only when the name is fixed", async () => {
  const fixed = await diffOf(configMap({ a: "1" }), configMap({ a: "2" }));
  expect(fixed.getReplacesList()).toEqual(["data.a"]);
  expect(fixed.getDetaileddiffMap().get("data.a")?.getKind()).toBe(Kind.UPDATE_REPLACE);
  expect(fixed.getDeletebeforereplace()).toBe(true);
  const autonamed = { "pulumi.com/autonamed": "true" };
  const free = await diffOf(configMap({ a: "1" }, autonamed), configMap({ a: "2" }, autonamed));
  expect(free.getDeletebeforereplace()).toBe(false);
});

test("what the API server calls immutable replaces, though no table knows it", async () => {
  const context = createTestContext();
  const causes = [{ field: "handler", message: "field is immutable" }];
  context.api.refuseDryRunsWith = new ApiError(422, { details: { causes } }, "PATCH");
  const runtimeClass = {
    apiVersion: "node.k8s.io/v1",
    kind: "RuntimeClass",
    metadata: { name: "a" },
  };
  const response = await diffOf(
    { ...runtimeClass, handler: "x" },
    { ...runtimeClass, handler: "y" },
    { context },
  );
  expect(response.getReplacesList()).toEqual(["handler"]);
  expect(context.api.calls[0]).toMatch(/^rehearse RuntimeClass n\/a force/);
});

test("values that are not known yet are a change, and are not sent to the API server", async () => {
  const context = createTestContext();
  const response = await diffOf(service({ type: "ClusterIP" }), service({ type: UNKNOWN }), {
    context,
  });
  expect(response.getChanges()).toBe(DIFF_SOME);
  expect(context.api.calls).toEqual([]);
});

test("a namespace that was not known at first is no change", async () => {
  const custom = { apiVersion: "example.test/v1", kind: "Widget", metadata: { name: "a" } };
  const named = { ...custom, metadata: { name: "a", namespace: "n" } };
  expect((await diffOf(custom, named, { state: named })).getChanges()).toBe(DIFF_NONE);
});
