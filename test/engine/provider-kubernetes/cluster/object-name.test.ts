import { expect, test } from "vitest";
import { nameOf, parseId, parseTypeToken, toId } from "./object-name.ts";

test("an id holds the namespace only where there is one", () => {
  expect(toId({ name: "a", namespace: "n" })).toBe("n/a");
  expect(parseId("n/a")).toEqual({ name: "a", namespace: "n" });
  expect(parseId(toId({ name: "a" }))).toEqual({ name: "a" });
});

test("a type token of the core group has no group in its version", () => {
  expect(parseTypeToken("kubernetes:core/v1:ConfigMap")).toEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
  });
  expect(parseTypeToken("kubernetes:apps/v1:Deployment").apiVersion).toBe("apps/v1");
});

test("an object without a namespace has a name without one", () => {
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } };
  expect(nameOf(object)).toEqual({ apiVersion: "v1", kind: "Namespace", name: "a" });
});
