import { expect, test } from "vitest";
import type { Json, JsonObject } from "../values/json.ts";
import { parseWaitFor } from "./wait-for.ts";

function annotated(waitFor: Json, rest: JsonObject = {}): JsonObject {
  return { metadata: { generation: 2, annotations: { "pulumi.com/waitFor": waitFor } }, ...rest };
}

function isMet(waitFor: string, status: JsonObject): boolean {
  const object = annotated(waitFor, { status });
  return parseWaitFor(object)?.judge(object, undefined).state === "ready";
}

test.each([
  ["jsonpath={.status.phase}=Ok", { phase: "Ok" }, true],
  ["jsonpath={.status.phase}=Ok", { phase: "Bad" }, false],
  ["jsonpath={.status.phase}=Ok", {}, false],
  ["jsonpath={.status.address}", { address: "a" }, true],
  ["jsonpath={.status.address}", {}, false],
  ["jsonpath={$.status.count}=3", { count: 3 }, true],
  ["jsonpath={.status.ok}=true", { ok: true }, true],
  ["jsonpath={.status.parts[*].ok}=true", { parts: [{ ok: true }, { ok: false }] }, false],
  [
    'jsonpath={.status.conditions[?(@.type=="Synced")].status}=True',
    { conditions: [{ type: "Other" }, { type: "Synced", status: "True" }] },
    true,
  ],
  ["condition=Ready", { conditions: [{ type: "Ready", status: "True" }] }, true],
  ["condition=ready", { conditions: [{ type: "Ready", status: "True" }] }, true],
  ["condition=Ready", { conditions: [{ type: "Ready", status: "False" }] }, false],
  ["condition=Reconciling=False", { conditions: [{ type: "Reconciling", status: "False" }] }, true],
  ["condition=Ready", {}, false],
])("%s of the status %j is met: %s", (waitFor, status, met) => {
  expect(isMet(waitFor, status as JsonObject)).toBe(met);
});

test("a condition of an older version is not met", () => {
  const condition = { type: "Ready", status: "True", observedGeneration: 1 };
  expect(isMet("condition=Ready", { conditions: [condition] })).toBe(false);
  const fresh = { ...condition, observedGeneration: 2 };
  expect(isMet("condition=Ready", { conditions: [fresh] })).toBe(true);
});

test("all of an array must be met, and the first that is not is told", () => {
  const both = '["jsonpath={.status.phase}=Ok", "condition=Ready"]';
  expect(isMet(both, { phase: "Ok", conditions: [{ type: "Ready", status: "True" }] })).toBe(true);
  const object = annotated(both, {
    status: { phase: "Ok", conditions: [{ type: "Ready", status: "False", message: "no disk" }] },
  });
  expect(parseWaitFor(object)?.judge(object, undefined)).toEqual({
    state: "waiting",
    message: "condition=Ready: now False (no disk)",
  });
});

test.each(["", "Ready", "jsonpath=.status.phase", "[]", "[1]", "[oops", "condition="])(
  "%j is refused with the forms that are known",
  (waitFor) => {
    expect(() => parseWaitFor(annotated(waitFor))).toThrow("pulumi.com/waitFor");
  },
);

test("an expression cannot run code", () => {
  const object = annotated("jsonpath={.status[?(process.exit(3))]}", { status: { a: 1 } });
  const rule = parseWaitFor(object);
  let state: string | undefined;
  try {
    state = rule?.judge(object, undefined).state;
  } catch {
    state = "waiting";
  }
  expect(state).toBe("waiting");
});

test("an object without the annotation has no such rule", () => {
  expect(parseWaitFor({ metadata: {} })).toBeUndefined();
});
