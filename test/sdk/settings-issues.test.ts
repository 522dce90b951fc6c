import { SettingsError, type SettingsIssue } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { readTogether, readWithin } from "../../sdk/src/settings-issues.ts";

function refuse(...issues: SettingsIssue[]): never {
  throw new SettingsError(issues);
}

function catchIssues(read: () => unknown): readonly SettingsIssue[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.issues;
    }
    throw error;
  }
}

const tooLong = { propertyPath: "name", reason: "'name' (abc) must be shorter." };
const missing = { propertyPath: "image", reason: "'image' must be given." };

describe("readTogether", () => {
  it("returns what each part read", () => {
    expect(readTogether({ name: () => "research", port: () => 8000 })).toEqual({
      name: "research",
      port: 8000,
    });
  });

  it("tells the issues of every part", () => {
    const readers = {
      name: () => refuse(tooLong),
      port: () => 8000,
      image: () => refuse(missing),
    };
    expect(catchIssues(() => readTogether(readers))).toEqual([tooLong, missing]);
  });

  it("lets a defect through, whatever else is wrong", () => {
    const readers = {
      name: () => refuse(tooLong),
      port: () => {
        throw new TypeError("a defect");
      },
    };
    expect(() => readTogether(readers)).toThrow(TypeError);
  });
});

describe("readWithin", () => {
  it("returns what was read", () => {
    expect(readWithin("card", () => 5)).toBe(5);
  });

  it.each<[SettingsIssue, SettingsIssue]>([
    [tooLong, { propertyPath: "card.name", reason: "'card.name' (abc) must be shorter." }],
    [
      { propertyPath: "", reason: "The settings must be given." },
      { propertyPath: "card", reason: "'card' must be given." },
    ],
    [
      { propertyPath: "[0].name", reason: "'[0].name' must be given." },
      { propertyPath: "card[0].name", reason: "'card[0].name' must be given." },
    ],
    [
      {
        propertyPath: "skills[1].id",
        reason: "'skills[1].id' (a) must differ from 'skills[0].id'.",
      },
      {
        propertyPath: "card.skills[1].id",
        reason: "'card.skills[1].id' (a) must differ from 'skills[0].id'.",
      },
    ],
    [
      { propertyPath: "id", reason: "Something else is wrong." },
      { propertyPath: "card.id", reason: "Something else is wrong." },
    ],
  ])("tells %j by the path from the outside", (inner, outer) => {
    expect(catchIssues(() => readWithin("card", () => refuse(inner)))).toEqual([outer]);
  });

  it("lets a defect through", () => {
    const defect = new TypeError("a defect");
    expect(() =>
      readWithin("card", () => {
        throw defect;
      }),
    ).toThrow(defect);
  });
});
