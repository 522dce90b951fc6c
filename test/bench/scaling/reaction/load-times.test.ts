import { describe, expect, it } from "vitest";
import { toWorkMs } from "../../../e2e/agent/images/driver/task-lengths.ts";
import { type DriverLine, toLoadTimes } from "./load-times.ts";

const BEGIN = Date.parse("2026-01-02T03:04:05.000Z");

const atSecond = (second: number): string => new Date(BEGIN + second * 1000).toISOString();

/** What a driver prints that begins tasks at these seconds. */
const toLines = (...seconds: number[]): DriverLine[] => [
  { phase: "90@1", begun: atSecond(0) },
  ...seconds.map((second, task) => ({ task, begun: atSecond(second) })),
];

describe("toLoadTimes", () => {
  it("tells when more than enough tasks ran, and the most that ran", () => {
    expect(toLoadTimes(toLines(1, 2, 3), 1)).toEqual({
      beginMs: BEGIN + 1000,
      needMs: BEGIN + 2000,
      mostActive: 3,
    });
  });

  it("counts a task no longer when the time that it works is over", () => {
    const afterFirst = toWorkMs(0) / 1000 + 1;
    expect(toLoadTimes(toLines(0, afterFirst), 1)).toEqual({ beginMs: BEGIN, mostActive: 1 });
  });

  it("counts a task once that has ended", () => {
    const lines = [...toLines(0), { task: 0, fate: "COMPLETED", begun: atSecond(0) }];
    expect(toLoadTimes(lines, 5).mostActive).toBe(1);
  });

  it("refuses a load without a task", () => {
    expect(() => toLoadTimes(toLines(), 1)).toThrow("The driver has begun no task.");
  });
});
