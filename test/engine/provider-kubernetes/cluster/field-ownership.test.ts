import { expect, test } from "vitest";
import { parseNotation } from "../diff/notation.ts";
import { leaveToOthers } from "./field-ownership.ts";

const MANIFEST = {
  spec: {
    replicas: 1,
    template: {
      spec: { containers: [{ name: "a", image: "x", ports: [{ containerPort: 80, name: "p" }] }] },
    },
  },
};

function liveOwnedBy(manager: string, fieldsV1: object): Parameters<typeof leaveToOthers>[1] {
  return JSON.parse(JSON.stringify({ metadata: { managedFields: [{ manager, fieldsV1 }] } })) as {
    metadata: never;
  };
}

test("an ignored field of another manager stays with it: the engine would send its old value", () => {
  const live = liveOwnedBy("kubectl", { "f:spec": { "f:replicas": {} } });
  const left = leaveToOthers(MANIFEST, live, "mine", [["spec", "replicas"]]);
  expect(left).toEqual({ spec: { template: MANIFEST.spec.template } });
  expect(MANIFEST.spec.replicas).toBe(1);
});

test("an ignored field of one's own is sent, and so is one nobody owns", () => {
  const own = liveOwnedBy("mine", { "f:spec": { "f:replicas": {} } });
  expect(leaveToOthers(MANIFEST, own, "mine", [["spec", "replicas"]])).toEqual(MANIFEST);
  expect(leaveToOthers(MANIFEST, undefined, "mine", [["spec", "replicas"]])).toEqual(MANIFEST);
});

test("items of keyed lists are followed by their keys, also with a star", () => {
  const live = liveOwnedBy("setter", {
    "f:spec": {
      "f:template": {
        "f:spec": {
          "f:containers": {
            'k:{"name":"a"}': {
              "f:image": {},
              "f:ports": { 'k:{"containerPort":80,"protocol":"TCP"}': { "f:name": {} } },
            },
          },
        },
      },
    },
  });
  const ignored = [
    "spec.template.spec.containers[*].image",
    "spec.template.spec.containers[0].ports[0].name",
  ].map(parseNotation);
  expect(leaveToOthers(MANIFEST, live, "mine", ignored)).toEqual({
    spec: {
      replicas: 1,
      template: { spec: { containers: [{ name: "a", ports: [{ containerPort: 80 }] }] } },
    },
  });
});
