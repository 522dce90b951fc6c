import { describe, expect, it } from "vitest";
import { toPart } from "./report.ts";

const samples = {
  ours: [{ perSecond: 30 }, { perSecond: 10 }, { perSecond: 20 }],
  bare: [{ perSecond: 5 }, { perSecond: 10 }, { perSecond: 9 }],
};

const column = {
  name: "throughput",
  unit: "/s",
  read: ({ perSecond }: { perSecond: number }) => perSecond,
};

describe("toPart", () => {
  it("tells the median of each contender, and no ratio that nothing is to be reached by", () => {
    expect(toPart(samples, [column])).toEqual({
      figures: [
        { name: "throughput ours", value: 20, unit: "/s" },
        { name: "throughput bare", value: 9, unit: "/s" },
      ],
      ratios: {},
    });
  });

  it("tells the goals beside what was reached", () => {
    const part = toPart(samples, [
      { ...column, goal: "at least 15", ratioGoals: { bare: "at least 1.5" } },
    ]);
    expect(part).toEqual({
      figures: [
        { name: "throughput ours (goal: at least 15)", value: 20, unit: "/s" },
        { name: "throughput bare", value: 9, unit: "/s" },
      ],
      ratios: { "throughput of bare (goal: at least 1.5)": 20 / 9 },
    });
  });

  it("tells a ratio without a goal, and nothing of a contender that has no such value", () => {
    const part = toPart({ ...samples, direct: [{ perSecond: 40 }] }, [
      { ...column, without: ["direct"], ratiosTo: ["bare"] },
    ]);
    expect(part).toEqual({
      figures: [
        { name: "throughput ours", value: 20, unit: "/s" },
        { name: "throughput bare", value: 9, unit: "/s" },
      ],
      ratios: { "throughput of bare": 20 / 9 },
    });
  });

  it("refuses a ratio to a peer that was not measured", () => {
    const columns = [{ ...column, ratioGoals: { raw: "at least 0.8" } }] as const;
    expect(() => toPart(samples, columns)).toThrow("'ours' and 'raw' must be among the measured");
  });
});
