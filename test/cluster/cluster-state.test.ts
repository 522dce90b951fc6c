import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFreeSlot } from "./cluster-state.ts";
import { clusterLayout, maximumSlots } from "./layout.ts";

const allSlots = Array.from({ length: maximumSlots }, (_, slot) => slot);

function rangesOf(slots: readonly number[]): string[] {
  return slots.map((slot) => clusterLayout("other", slot, 1).nodeRange);
}

describe("the slot of a new cluster", () => {
  it("is the first that no known cluster has and that no route leads into", () => {
    const some = fc.subarray(allSlots);
    fc.assert(
      fc.property(some, some, (taken, routed) => {
        const free = allSlots.filter((slot) => !taken.includes(slot) && !routed.includes(slot));
        expect(findFreeSlot(taken, rangesOf(routed))).toBe(free[0]);
      }),
    );
  });

  it("does not exist when every slot is known or routed", () => {
    expect(findFreeSlot(allSlots.slice(0, 3), rangesOf(allSlots.slice(3)))).toBeUndefined();
  });
});
