import { describe, expect, it } from "vitest";
import { toGrowth } from "./memory.ts";

describe("toGrowth", () => {
  it("divides the memory after all tasks by that after half of them", () => {
    const marks = [90, 120, 100, 132].map((residentMib, index) => ({
      tasks: (index + 1) * 50,
      residentMib,
    }));
    expect(toGrowth(marks)).toBe(1.1);
  });

  it("refuses marks without one after half of the tasks", () => {
    expect(() => toGrowth([{ tasks: 100, residentMib: 1 }])).toThrow(
      "'marks' (100) must have one after half of the tasks.",
    );
  });
});
