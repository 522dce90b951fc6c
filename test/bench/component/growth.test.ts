import { describe, expect, it } from "vitest";
import { toGrowth } from "./growth.ts";

function take(wallSeconds: number, cpuSeconds: number) {
  return { ours: [{ wallSeconds, cpuSeconds }], flat: [{ wallSeconds: 1, cpuSeconds: 1 }] };
}

describe("toGrowth", () => {
  it("tells by how much an agent takes longer where there are more, with and without the start", () => {
    const { figures, ratios } = toGrowth([
      [1, take(2, 3)],
      [51, take(12, 53)],
      [551, take(212, 553)],
    ]);

    expect(figures).toEqual([]);
    expect(ratios).toEqual({
      "previewPerAgentWall 551 of 51 (goal: at most 1.2)": 212 / 551 / (12 / 51),
      "previewPerFurtherAgentWall 551 of 51": 2,
      "previewPerAgentCpu 551 of 51 (goal: at most 1.2)": 553 / 551 / (53 / 51),
      "previewPerFurtherAgentCpu 551 of 51": 1,
    });
  });

  it("tells nothing of too few numbers of agents", () => {
    expect(toGrowth([[1, take(2, 3)]])).toEqual({ figures: [], ratios: {} });
  });
});
