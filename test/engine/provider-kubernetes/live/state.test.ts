import { expect, test } from "vitest";
import { fieldManagerOf, toManifest, toState } from "./state.ts";

test("managedFields stay out of the state, which keeps its field manager", () => {
  const live = { apiVersion: "v1", metadata: { name: "a", managedFields: [{ manager: "x" }] } };
  const state = toState(live, "pulumi-kubernetes-12345678");
  expect(state.metadata).toEqual({ name: "a" });
  expect(fieldManagerOf(state)).toBe("pulumi-kubernetes-12345678");
});

test("every new object has a field manager of its own", () => {
  expect(fieldManagerOf({})).toMatch(/^pulumi-kubernetes-[0-9a-f]{8}$/);
  expect(fieldManagerOf({})).not.toBe(fieldManagerOf({}));
});

test("the provider's own marks are not sent to the API server", () => {
  expect(toManifest({ __fieldManager: "x", __initialApiVersion: "v1", data: {} })).toEqual({
    data: {},
  });
});
