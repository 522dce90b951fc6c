import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, test } from "vitest";
import { createTestContext } from "../testing/context.ts";
import type { JsonObject } from "../values/json.ts";
import { sealProperties, UNKNOWN } from "../values/properties.ts";
import { configure, diffConfig } from "./configure.ts";
import { requireApi } from "./context.ts";

function configureRequest(args: JsonObject): provider.ConfigureRequest {
  const request = new provider.ConfigureRequest();
  request.setArgs(sealProperties(args, []));
  return request;
}

test("a cluster that cannot be found is no error until it is needed", () => {
  const context = createTestContext();
  const response = configure(context, configureRequest({ kubeconfig: "/no/such/file" }));
  expect(response.getSupportspreview()).toBe(true);
  expect(() => requireApi(context)).toThrow("no cluster: kubeconfig: there is no file");
});

test("arguments that are not known yet leave the provider without a cluster", () => {
  const context = createTestContext();
  configure(context, configureRequest({ kubeconfig: UNKNOWN }));
  expect(() => requireApi(context)).toThrow("not known yet");
});

test("handshake and configure promise the same, or the engine refuses the provider", () => {
  const response = configure(createTestContext(), configureRequest({}));
  expect(response.getAcceptsecrets()).toBe(true);
  expect(response.getSupportsAutonamingConfiguration()).toBe(true);
});

test("another version is no change, another cluster replaces", () => {
  const request = new provider.DiffRequest();
  request.setOldInputs(sealProperties({ version: "1", cluster: "a", namespace: "x" }, []));
  request.setNews(sealProperties({ version: "2", cluster: "a", namespace: "x" }, []));
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  expect(diffConfig(request).getChanges()).toBe(DIFF_NONE);
  request.setNews(sealProperties({ version: "2", cluster: "b", namespace: "y" }, []));
  const response = diffConfig(request);
  expect(response.getChanges()).toBe(DIFF_SOME);
  expect(response.getDiffsList()).toEqual(["cluster", "namespace"]);
  expect(response.getReplacesList()).toEqual(["cluster"]);
});
