import { parseSettings, SettingsError } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const rule = "must be a number.";
const schema = z.strictObject({
  replicas: z.number(rule),
  peers: z.array(z.strictObject({ name: z.string("must be a text.") })).default([]),
  labels: z.record(z.string().min(2, "must be longer."), z.string("must be a text.")).default({}),
});

function catchReasons(settings: unknown): Record<string, string> {
  try {
    parseSettings(schema, settings as z.input<typeof schema>);
    return {};
  } catch (error) {
    if (!(error instanceof SettingsError)) {
      throw error;
    }
    return Object.fromEntries(
      error.issues.map(({ propertyPath, reason }) => [propertyPath, reason]),
    );
  }
}

describe("parseSettings", () => {
  it("returns the settings with their defaults", () => {
    expect(parseSettings(schema, { replicas: 2 })).toEqual({ replicas: 2, peers: [], labels: {} });
  });

  it("names every issue by its path, with the value in front of the rule", () => {
    expect(
      catchReasons({
        replicas: "two",
        peers: [{ name: "a" }, { name: 5 }],
        labels: { "berth.dev/x": true },
      }),
    ).toEqual({
      replicas: "'replicas' (two) must be a number.",
      "peers[1].name": "'peers[1].name' (5) must be a text.",
      'labels["berth.dev/x"]': `'labels["berth.dev/x"]' (true) must be a text.`,
    });
  });

  it("tells the rule of a key at the key", () => {
    expect(catchReasons({ replicas: 1, labels: { a: "b" } })).toEqual({
      "labels.a": "'labels.a' must be longer.",
    });
  });

  it("asks for what is missing", () => {
    expect(catchReasons({})).toEqual({ replicas: "'replicas' must be given." });
  });

  it("names each unknown property", () => {
    expect(catchReasons({ replicas: 1, replica: 2, peers: [{ name: "a", url: "b" }] })).toEqual({
      replica: "'replica' is not a known property. Remove it.",
      "peers[0].url": "'peers[0].url' is not a known property. Remove it.",
    });
  });

  it("says so when the whole is no object", () => {
    expect(Object.keys(catchReasons(null))).toEqual([""]);
  });

  it("carries the reasons as the message, one on each line", () => {
    expect(() => parseSettings(schema, { replicas: Number.NaN, peers: [] })).toThrow(
      "'replicas' (NaN) must be a number.",
    );
  });
});
