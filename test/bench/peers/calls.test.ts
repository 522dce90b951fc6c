import { describe, expect, it } from "vitest";
import { countByPod, findBegun, toPercents } from "./calls.ts";

const call = { way: "ours", tookMs: 5 };

describe("findBegun", () => {
  it("finds the calls that began from a moment on and before another one, whenever they ended", () => {
    const calls = [999, 1000, 1999, 2000].map((begunMs) => ({ ...call, begunMs, tookMs: 5000 }));
    expect(findBegun(calls, 1000, 2000).map(({ begunMs }) => begunMs)).toEqual([1000, 1999]);
  });
});

describe("countByPod", () => {
  it("counts the calls that each pod has answered, in the order of the pods", () => {
    const calls = ["b", "a", "b", undefined].map((pod) => ({
      ...call,
      begunMs: 0,
      ...(pod === undefined ? { failure: "refused" } : { pod }),
    }));
    expect(countByPod(calls, ["a", "b", "c"])).toEqual([1, 2, 0]);
  });
});

describe("toPercents", () => {
  it("tells what part each count is of all", () => {
    expect(toPercents([1, 2, 0, 1])).toEqual([25, 50, 0, 25]);
  });

  it("has no shares of nothing", () => {
    expect(toPercents([0, 0])).toEqual([]);
  });
});
