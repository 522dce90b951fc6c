import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPlainMessage } from "../../../agent-runtime/src/protocol/plain-message.ts";
import { readAnyMessage } from "../../../agent-runtime/src/protocol/request-readers.ts";

const text = fc.oneof(fc.string(), fc.constant(null), fc.constant(undefined));
const junk = fc.oneof(
  fc.jsonValue(),
  fc.constant(undefined),
  fc.constantFrom("x".repeat(512), "x".repeat(513)),
  fc.constantFrom(-1, 0.5, 2 ** 31 - 1, 2 ** 31),
);

/** What is asked for mostly, and now and then something else. */
function mostly<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: value, weight: 12 }, { arbitrary: junk, weight: 1 });
}

const part = fc.record(
  {
    text: mostly(fc.string()),
    raw: mostly(fc.constant(null)),
    url: mostly(fc.constant(null)),
    data: mostly(fc.constant(undefined)),
    metadata: mostly(fc.constant(null)),
    filename: mostly(text),
    mediaType: mostly(text),
  },
  { requiredKeys: ["text"] },
);

const message = fc.record(
  {
    messageId: mostly(fc.string({ minLength: 1 })),
    contextId: mostly(text),
    taskId: mostly(text),
    role: mostly(fc.constant("ROLE_USER")),
    parts: mostly(fc.array(mostly(part), { maxLength: 3 })),
    metadata: mostly(fc.constant(null)),
    extensions: mostly(fc.constant(null)),
    referenceTaskIds: mostly(fc.constant(null)),
  },
  { requiredKeys: ["messageId", "role", "parts"] },
);

const configuration = fc.record(
  {
    acceptedOutputModes: mostly(fc.array(fc.string())),
    historyLength: mostly(fc.nat()),
    returnImmediately: mostly(fc.boolean()),
    taskPushNotificationConfig: mostly(fc.constant(null)),
  },
  { requiredKeys: [] },
);

const params = fc.record(
  {
    message: mostly(message),
    configuration: mostly(configuration),
    metadata: mostly(fc.constant(null)),
    tenant: mostly(text),
  },
  { requiredKeys: ["message"] },
);

describe("readPlainMessage", () => {
  it("reads to what the schema reads to, or leaves it to the schema", () => {
    let read = 0;
    fc.assert(
      fc.property(mostly(params), (given) => {
        const plain = readPlainMessage(given);
        if (plain !== undefined) {
          read += 1;
          expect(plain).toEqual(readAnyMessage(given));
        }
      }),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(200);
  });

  it("reads what clients send for a text", () => {
    const given = {
      message: { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] },
      configuration: { acceptedOutputModes: ["text/plain"], returnImmediately: true },
    };
    expect(readPlainMessage(given)).toEqual(readAnyMessage(given));
  });

  it.each([
    ["more parts than may be", { parts: Array.from({ length: 1_001 }, () => ({ text: "x" })) }],
    ["no part", { parts: [] }],
    ["a longer id than may be", { messageId: "x".repeat(513) }],
    ["an empty id", { messageId: "" }],
    ["data besides", { parts: [{ text: "x", data: null }] }],
  ])("leaves a message to the schema that has %s", (_, members) => {
    const usual = { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] };
    expect(readPlainMessage({ message: { ...usual, ...members } })).toBeUndefined();
  });
});
