import fc from "fast-check";
import { expect, test } from "vitest";
import { findChanges } from "../diff/changes.ts";
import { jsonObject } from "../testing/arbitraries.ts";
import { isJsonObject, type Json, type JsonObject } from "../values/json.ts";
import { projectLive, toImportedInputs, withLiveNamespace } from "./projection.ts";

/** What an API server does to every object: it adds fields. */
function withDefaults(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(withDefaults);
  }
  return isJsonObject(value)
    ? {
        ...Object.fromEntries(Object.entries(value).map(([key, x]) => [key, withDefaults(x)])),
        "added by the server": { x: 1 },
      }
    : value;
}

test("a live object that has all the program wrote, and more, shows no change", () => {
  fc.assert(
    fc.property(jsonObject, (wanted) => {
      const inputs = Object.fromEntries(
        Object.entries(wanted).filter(([key]) => key !== "stringData"),
      );
      const live = withDefaults(inputs) as JsonObject;
      expect(findChanges(inputs, projectLive(inputs, live))).toEqual([]);
    }),
  );
});

test("a projection of a projection is the same", () => {
  fc.assert(
    fc.property(jsonObject, jsonObject, (wanted, live) => {
      const once = projectLive(wanted, live);
      expect(findChanges(once, projectLive(once, live))).toEqual([]);
    }),
  );
});

test("a named list in another order shows no change", () => {
  const items = fc.uniqueArray(
    fc.record({ name: fc.string({ minLength: 1 }), value: fc.string() }),
    {
      selector: ({ name }) => name,
    },
  );
  fc.assert(
    fc.property(
      items.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      ([env, shuffled]) => {
        expect(projectLive({ env }, { env: shuffled })).toEqual({ env });
      },
    ),
  );
});

test("quantities, omitted zero values and empty maps keep the program's spelling", () => {
  const wanted = {
    resources: { limits: { cpu: "0.01", memory: "1024Mi" } },
    hostNetwork: false,
    emptyDir: {},
    volumes: [],
  };
  const live = { resources: { limits: { cpu: "10m", memory: "1Gi" } } };
  expect(projectLive(wanted, live)).toEqual(wanted);
});

test("a drifted value shows as it is, and a field that is gone is gone", () => {
  const wanted = { spec: { replicas: 1, paused: true, image: "a" } };
  expect(projectLive(wanted, { spec: { replicas: 3, image: "a", extra: 1 } })).toEqual({
    spec: { replicas: 3, image: "a" },
  });
});

test("two ports of one number are told apart by their protocol", () => {
  const ports = [
    { containerPort: 53, protocol: "UDP" },
    { containerPort: 53, protocol: "TCP" },
  ];
  expect(projectLive({ ports }, { ports: [...ports].reverse() })).toEqual({ ports });
});

test("an object is no key of a list: the server may add to it", () => {
  const wanted: JsonObject = { rules: [{ name: {} }] };
  expect(projectLive(wanted, { rules: [{ name: { added: 1 } }] })).toEqual(wanted);
});

test("a port without a protocol is the one the API server shows with TCP", () => {
  const udp: JsonObject = { containerPort: 80, protocol: "UDP" };
  const wanted = { ports: [{ containerPort: 80 }, udp] };
  const live = { ports: [udp, { containerPort: 80, protocol: "TCP" }] };
  expect(projectLive(wanted, live)).toEqual(wanted);
});

test("an injected container is not the program's, a missing one shows", () => {
  const wanted = { containers: [{ name: "a" }, { name: "b" }] };
  const containers: JsonObject[] = [{ name: "proxy" }, { name: "b", image: "x" }];
  expect(projectLive(wanted, { containers })).toEqual({ containers: [{ name: "b" }] });
});

test("stringData is compared with the data it has become", () => {
  const wanted = { kind: "Secret", stringData: { a: "old", b: "gone" } };
  const live = { kind: "Secret", data: { a: Buffer.from("new").toString("base64") } };
  expect(projectLive(wanted, live)).toEqual({ kind: "Secret", stringData: { a: "new" } });
});

test("an import takes what somebody could have written", () => {
  const live = {
    kind: "ConfigMap",
    metadata: { name: "a", uid: "1", resourceVersion: "2", managedFields: [], labels: { x: "y" } },
    data: { k: "v" },
    status: {},
  };
  expect(toImportedInputs(live)).toEqual({
    kind: "ConfigMap",
    metadata: { name: "a", labels: { x: "y" } },
    data: { k: "v" },
  });
});

test("inputs from before the kind was known get the namespace the object has", () => {
  const state = { metadata: { name: "w", namespace: "proof" } };
  expect(withLiveNamespace({ metadata: { name: "w" } }, state)).toEqual(state);
  expect(withLiveNamespace({ metadata: { namespace: "other" } }, state)).toEqual({
    metadata: { namespace: "other" },
  });
});
