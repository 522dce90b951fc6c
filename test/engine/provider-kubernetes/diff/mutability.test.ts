import { expect, test } from "vitest";
import type { Path } from "../values/json.ts";
import { needsReplacement, placesRefusedAsImmutable } from "./mutability.ts";

const FIXED = { configMapMutable: false, secretMutable: false };
const MUTABLE = { configMapMutable: true, secretMutable: true };

function replaces(apiVersion: string, kind: string, path: Path, payload = FIXED): boolean {
  const object = { apiVersion, kind };
  return needsReplacement(path, object, object, payload);
}

test.each([
  ["v1", "Namespace", ["metadata", "name"]],
  ["v1", "ConfigMap", ["data", "a.b"]],
  ["v1", "Secret", ["stringData", "token"]],
  ["v1", "Secret", ["type"]],
  ["v1", "Service", ["spec", "clusterIP"]],
  ["v1", "Pod", ["spec", "containers", 0, "command"]],
  ["v1", "PersistentVolumeClaim", ["spec", "storageClassName"]],
  ["apps/v1", "Deployment", ["spec", "selector", "matchLabels", "app"]],
  ["apps/v1", "StatefulSet", ["spec", "serviceName"]],
  ["batch/v1", "Job", ["spec", "template", "spec", "containers", 0, "image"]],
  ["rbac.authorization.k8s.io/v1", "RoleBinding", ["roleRef", "name"]],
])("another object is needed when %s %s changes %j", (apiVersion, kind, path) => {
  expect(replaces(apiVersion, kind, path)).toBe(true);
});

test.each([
  ["v1", "Namespace", ["metadata", "labels", "a"]],
  ["v1", "Service", ["spec", "ports", 0, "port"]],
  ["v1", "Pod", ["spec", "containers", 0, "image"]],
  ["v1", "PersistentVolumeClaim", ["spec", "resources", "requests", "storage"]],
  ["apps/v1", "Deployment", ["spec", "selectorX"]],
  ["apps/v1", "StatefulSet", ["spec", "replicas"]],
  ["batch/v1", "Job", ["spec", "parallelism"]],
  ["example.test/v1", "Deployment", ["spec", "selector"]],
])("the object stays when %s %s changes %j", (apiVersion, kind, path) => {
  expect(replaces(apiVersion, kind, path)).toBe(false);
});

test("payloads change in place when the provider is told so, unless the old object is immutable", () => {
  expect(replaces("v1", "ConfigMap", ["data", "a"], MUTABLE)).toBe(false);
  expect(replaces("v1", "Secret", ["data", "a"], MUTABLE)).toBe(false);
  const news = { apiVersion: "v1", kind: "ConfigMap" };
  const olds = { ...news, immutable: true };
  expect(needsReplacement(["data", "a"], olds, news, MUTABLE)).toBe(true);
  expect(needsReplacement(["immutable"], olds, news, MUTABLE)).toBe(true);
});

test("another version of the same group is the same object, another group is not", () => {
  const beta = { apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler" };
  const stable = { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" };
  const other = { apiVersion: "example.test/v1", kind: "HorizontalPodAutoscaler" };
  expect(needsReplacement(["apiVersion"], beta, stable, FIXED)).toBe(false);
  expect(needsReplacement(["apiVersion"], beta, other, FIXED)).toBe(true);
});

test("the API server's own word names the places, in each of its wordings", () => {
  const causes = [
    { field: "handler", message: 'Invalid value: "b": field is immutable' },
    { field: "spec", message: "Forbidden: updates to statefulset spec are forbidden" },
    { field: "spec.ports", message: "Invalid value: must be between 1 and 65535" },
  ];
  expect(placesRefusedAsImmutable(["handler", "metadata.labels.a"], causes)).toEqual(["handler"]);
  expect(placesRefusedAsImmutable(["spec.serviceName"], causes)).toEqual(["spec.serviceName"]);
});

test("a refusal of a field that no change touches makes all changes replace", () => {
  const causes = [{ field: "spec.hidden", message: "may not change once set" }];
  expect(placesRefusedAsImmutable(["data.a", "type"], causes)).toEqual(["data.a", "type"]);
});

test("an answer that refuses nothing as immutable replaces nothing", () => {
  expect(
    placesRefusedAsImmutable(["spec.ports"], [{ field: "spec", message: "Required" }]),
  ).toEqual([]);
});
