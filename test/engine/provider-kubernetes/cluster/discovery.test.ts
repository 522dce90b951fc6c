import { expect, test } from "vitest";
import type { JsonObject } from "../values/json.ts";
import { createDiscovery, isNamespacedByName } from "./discovery.ts";
import { ApiError } from "./errors.ts";

const APPS = {
  resources: [
    { name: "deployments", kind: "Deployment", namespaced: true },
    { name: "deployments/scale", kind: "Scale", namespaced: true },
  ],
};

test("a version is asked once, and subresources are no kinds", async () => {
  const asked: string[] = [];
  const discovery = createDiscovery((path) => {
    asked.push(path);
    return Promise.resolve(APPS);
  }, []);
  const kind = { apiVersion: "apps/v1", kind: "Deployment" };
  expect(await discovery.collectionPath(kind, "n")).toBe("/apis/apps/v1/namespaces/n/deployments");
  expect(await discovery.find({ apiVersion: "apps/v1", kind: "Scale" })).toBeUndefined();
  expect(asked).toEqual(["/apis/apps/v1"]);
});

test("a kind whose CRD was just made is asked for again", async () => {
  const answers: JsonObject[] = [{ resources: [] }, { resources: [] }];
  const served = { resources: [{ name: "widgets", kind: "Widget", namespaced: false }] };
  const discovery = createDiscovery(() => Promise.resolve(answers.shift() ?? served), [0, 0, 0]);
  const kind = { apiVersion: "example.test/v1", kind: "Widget" };
  expect(await discovery.collectionPath(kind, "n")).toBe("/apis/example.test/v1/widgets");
});

test("a kind that stays unknown is refused, and a group that is not served counts as unknown", async () => {
  const discovery = createDiscovery(
    () => Promise.reject(new ApiError(404, { message: "not found" }, "GET")),
    [0],
  );
  const kind = { apiVersion: "example.test/v1", kind: "Widget" };
  await expect(discovery.collectionPath(kind, "n")).rejects.toMatchObject({
    status: 404,
    reason: "NoKindMatch",
  });
});

test("an API server that cannot be asked is asked again next time", async () => {
  let isUp = false;
  const discovery = createDiscovery(
    () => (isUp ? Promise.resolve(APPS) : Promise.reject(new Error("down"))),
    [],
  );
  const kind = { apiVersion: "apps/v1", kind: "Deployment" };
  await expect(discovery.find(kind)).rejects.toThrow("down");
  isUp = true;
  expect(await discovery.find(kind)).toBeDefined();
});

test("without a cluster, built-in kinds are known by name", () => {
  expect(isNamespacedByName({ apiVersion: "v1", kind: "ConfigMap" })).toBe(true);
  expect(isNamespacedByName({ apiVersion: "v1", kind: "Namespace" })).toBe(false);
  expect(
    isNamespacedByName({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole" }),
  ).toBe(false);
  expect(isNamespacedByName({ apiVersion: "example.test/v1", kind: "Widget" })).toBe(false);
});
