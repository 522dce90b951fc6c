import { expect, it } from "vitest";
import { mergeMaps } from "../../stacks/merge-maps.ts";

it("puts maps together at any depth", () => {
  const one = { resources: { requests: { cpu: "10m", memory: "64Mi" } }, replicas: 2 };
  const other = { resources: { requests: { memory: "1Gi" }, limits: { memory: "2Gi" } } };
  expect(mergeMaps(one, other)).toEqual({
    resources: { requests: { cpu: "10m", memory: "1Gi" }, limits: { memory: "2Gi" } },
    replicas: 2,
  });
});

it("replaces lists and values, and maps by them", () => {
  expect(mergeMaps({ list: [1, 2], map: { a: 1 } }, { list: [3], map: "text" })).toEqual({
    list: [3],
    map: "text",
  });
});

it("takes back what null is said of, and keeps what nothing is said of", () => {
  expect(mergeMaps({ a: 1, b: { c: 1, d: 2 } }, { a: null, b: { c: null }, e: undefined })).toEqual(
    {
      b: { d: 2 },
    },
  );
  expect(mergeMaps({ a: { b: null } })).toEqual({ a: {} });
});

it("changes none of them", () => {
  const one = { a: { b: 1 } };
  mergeMaps(one, { a: { b: 2 } });
  expect(one).toEqual({ a: { b: 1 } });
});

it("takes a name of an object's own for any other one", () => {
  const merged = mergeMaps(JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}') as object);
  expect(Object.keys(merged)).toEqual(["__proto__", "constructor"]);
  expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
});
