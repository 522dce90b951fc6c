import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { readArgs } from "../../sdk/src/read-args.ts";

const issues = [
  { propertyPath: "name", reason: "'name' (A) must be shorter." },
  { propertyPath: "labels.team", reason: "'labels.team' (-) must begin with a letter." },
];

describe("readArgs", () => {
  it("returns what was read", () => {
    expect(readArgs("Agent", () => 5)).toBe(5);
  });

  it("gives the engine every issue by its property, and tells them in its message", () => {
    let caught: unknown;
    try {
      readArgs("Agent", () => {
        throw new SettingsError(issues);
      });
    } catch (error) {
      caught = error;
    }
    expect(pulumi.InputPropertiesError.isInstance(caught)).toBe(true);
    // Printed without a stack where the program makes the component itself.
    expect(pulumi.RunError.isInstance(caught)).toBe(true);
    expect(caught).toMatchObject({
      errors: issues,
      message:
        "The args of Agent are not valid:\n" +
        "  'name' (A) must be shorter.\n" +
        "  'labels.team' (-) must begin with a letter.",
    });
  });

  it("leaves any other error alone", () => {
    const error = new TypeError("a defect");
    expect(() =>
      readArgs("Agent", () => {
        throw error;
      }),
    ).toThrow(error);
  });
});
