import { describe, expect, it } from "vitest";
import { toProportionalBytes } from "./memory.ts";

describe("the memory of a cluster", () => {
  it("counts the proportional size of a process, and not one of its parts", () => {
    const rollup = [
      "55d2c0e00000-7ffd3b5f2000 ---p 00000000 00:00 0  [rollup]",
      "SwapPss:               4 kB",
      "Rss:               24576 kB",
      "Pss:                1536 kB",
      "Pss_Dirty:           512 kB",
      "",
    ].join("\n");
    expect(toProportionalBytes(rollup)).toBe(1536 * 1024);
  });

  it("counts nothing for a process that has ended", () => {
    expect(toProportionalBytes("")).toBe(0);
  });
});
