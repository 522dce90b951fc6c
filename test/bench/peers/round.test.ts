import { describe, expect, it } from "vitest";
import { toReadyOrder } from "./round.ts";

const pods = {
  late: { addedMs: 20, readyMs: 90 },
  old: { addedMs: 10, readyMs: 10 },
  early: { addedMs: 30, readyMs: 50 },
};

describe("toReadyOrder", () => {
  it("tells the pods in the order in which they became Ready, and when the last one was", () => {
    expect(toReadyOrder(pods, 3)).toEqual({ pods: ["old", "early", "late"], readyMs: 90 });
  });

  it("refuses a round in which another pod came, or one was never Ready", () => {
    expect(() => toReadyOrder({ ...pods, more: { addedMs: 95, readyMs: 99 } }, 3)).toThrow(
      "4 pods were Ready, and 3 were asked for.",
    );
    expect(() => toReadyOrder({ ...pods, late: { addedMs: 20 } }, 3)).toThrow(
      "2 pods were Ready, and 3 were asked for.",
    );
  });
});
