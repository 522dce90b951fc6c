import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, test } from "vitest";
import { createTestContext } from "../testing/context.ts";
import { type JsonObject, objectAt, type Path } from "../values/json.ts";
import { openProperties, sealProperties } from "../values/properties.ts";
import { check } from "./check.ts";

interface CheckedRequest {
  news: JsonObject;
  olds?: JsonObject;
  secretPaths?: Path[];
  type?: string;
  seed?: string;
}

function checkRequest({
  news,
  olds,
  secretPaths,
  type,
  seed,
}: CheckedRequest): provider.CheckRequest {
  const request = new provider.CheckRequest();
  request.setName("Web");
  request.setType(type ?? "kubernetes:core/v1:ConfigMap");
  request.setNews(sealProperties(news, secretPaths ?? []));
  if (olds !== undefined) {
    request.setOlds(sealProperties(olds, []));
  }
  request.setRandomseed(Buffer.from(seed ?? "0123456789abcdef", "hex"));
  return request;
}

const CONFIG_MAP = { apiVersion: "v1", kind: "ConfigMap" };

async function checked(request: CheckedRequest): Promise<JsonObject> {
  const response = await check(createTestContext(), checkRequest(request));
  return openProperties(response.getInputs()).value;
}

test("an object without a name gets one from the seed, and a mark that says so", async () => {
  expect((await checked({ news: CONFIG_MAP })).metadata).toEqual({
    name: "web-01234567",
    namespace: "default",
    annotations: { "pulumi.com/autonamed": "true" },
  });
});

test("a made-up name stays whatever the seed: a preview and its update have different ones", async () => {
  const olds = await checked({ news: CONFIG_MAP });
  const again = await checked({ news: CONFIG_MAP, olds, seed: "ffffffffffffffff" });
  expect(again).toEqual(olds);
});

test("a name the user gave before is not taken for a made-up one", async () => {
  const olds = { ...CONFIG_MAP, metadata: { name: "mine" } };
  expect(objectAt(await checked({ news: CONFIG_MAP, olds }), "metadata").name).toBe("web-01234567");
});

test("the engine's proposal wins over the own way of naming", async () => {
  const request = checkRequest({ news: CONFIG_MAP });
  const autonaming = new provider.CheckRequest.AutonamingOptions();
  autonaming.setProposedName("proposed");
  request.setAutonaming(autonaming);
  const response = await check(createTestContext(), request);
  expect(objectAt(openProperties(response.getInputs()).value, "metadata").name).toBe("proposed");
});

test("an object without a name is refused when naming is switched off", async () => {
  const request = checkRequest({ news: CONFIG_MAP });
  const autonaming = new provider.CheckRequest.AutonamingOptions();
  autonaming.setMode(provider.CheckRequest.AutonamingOptions.Mode.DISABLE);
  request.setAutonaming(autonaming);
  const response = await check(createTestContext(), request);
  expect(response.getFailuresList().map((failure) => failure.getProperty())).toEqual([
    "metadata.name",
  ]);
});

test("generateName is a name of its own kind", async () => {
  const metadata = { generateName: "a-" };
  expect((await checked({ news: { ...CONFIG_MAP, metadata } })).metadata).toEqual({
    generateName: "a-",
    namespace: "default",
  });
});

test("a cluster-wide kind gets no namespace, also when the cluster cannot be asked", async () => {
  const news = { apiVersion: "v1", kind: "Namespace", metadata: { name: "n" } };
  expect((await checked({ news })).metadata).toEqual({ name: "n" });
  const context = createTestContext();
  context.api.discovery.find = () => Promise.reject(new Error("down"));
  const response = await check(context, checkRequest({ news }));
  expect(openProperties(response.getInputs()).value.metadata).toEqual({ name: "n" });
});

test("the provider's namespace is taken before that of the kubeconfig", async () => {
  const context = createTestContext();
  context.settings.namespace = "team";
  const response = await check(context, checkRequest({ news: CONFIG_MAP }));
  expect(objectAt(openProperties(response.getInputs()).value, "metadata").namespace).toBe("team");
});

test("secret inputs stay secret, and the payload of a Secret becomes so", async () => {
  const news = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s", labels: { a: "hidden" } },
    stringData: { token: "t" },
  };
  const secretPaths = [["metadata", "labels", "a"]];
  const response = await check(createTestContext(), checkRequest({ news, secretPaths }));
  expect(openProperties(response.getInputs()).secretPaths).toEqual([
    ["metadata", "labels", "a"],
    ["stringData"],
  ]);
});

test("what cannot work is refused at its property", async () => {
  const annotations = { "pulumi.com/waitFor": "Ready" };
  const news = { metadata: { name: "a", annotations } };
  const response = await check(createTestContext(), checkRequest({ news }));
  expect(response.getFailuresList().map((failure) => failure.getProperty())).toEqual([
    "apiVersion",
    "kind",
    'metadata.annotations["pulumi.com/waitFor"]',
  ]);
});

test("what is left out is refused before anything else", async () => {
  const request = { news: {}, type: "kubernetes:helm.sh/v3:Release" };
  await expect(checked(request)).rejects.toThrow("Helm");
});
