import { expect, test } from "vitest";
import type { JsonObject } from "../values/json.ts";
import { podSelectionOf, toLabelSelector } from "./pods.ts";

const METADATA = { name: "a", namespace: "n" };

test("a workload's pods are those its selector selects", () => {
  const selector = { matchLabels: { app: "x" } };
  const object = { kind: "Deployment", metadata: METADATA, spec: { selector } };
  expect(podSelectionOf(object)).toEqual({
    apiVersion: "v1",
    kind: "Pod",
    namespace: "n",
    labelSelector: "app=x",
  });
});

test("a service has its selector without matchLabels, a pod is its own", () => {
  const service = { kind: "Service", metadata: METADATA, spec: { selector: { app: "x" } } };
  expect(podSelectionOf(service)?.labelSelector).toBe("app=x");
  expect(podSelectionOf({ kind: "Pod", metadata: METADATA })?.fieldSelector).toBe(
    "metadata.name=a",
  );
});

test("a kind without a selector has no pods", () => {
  expect(podSelectionOf({ kind: "Ingress", metadata: METADATA, spec: {} })).toBeUndefined();
});

test("expressions have the form of a query", () => {
  const matchExpressions: JsonObject[] = [
    { key: "tier", operator: "In", values: ["a", "b"] },
    { key: "env", operator: "NotIn", values: ["c"] },
    { key: "new", operator: "Exists" },
    { key: "old", operator: "DoesNotExist" },
  ];
  expect(toLabelSelector({ matchLabels: { app: "x" }, matchExpressions })).toBe(
    "app=x,tier in (a,b),env notin (c),new,!old",
  );
});
