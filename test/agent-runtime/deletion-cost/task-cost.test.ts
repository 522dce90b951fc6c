import fc from "fast-check";
import { expect, it } from "vitest";
import { toDeletionCost } from "../../../agent-runtime/src/deletion-cost/task-cost.ts";

it("costs nothing without a task, else the largest power of two within the number of tasks", () => {
  expect([0, 1, 2, 3, 4, 7, 8, 1000].map(toDeletionCost)).toEqual([0, 1, 2, 2, 4, 4, 8, 512]);
});

it("costs no less with more tasks, and always what an int32 can hold", () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 40 }), fc.nat({ max: 2 ** 40 }), (one, other) => {
      const [fewer, more] = [Math.min(one, other), Math.max(one, other)];
      expect(toDeletionCost(fewer)).toBeLessThanOrEqual(toDeletionCost(more));
      expect(toDeletionCost(more)).toBeLessThan(2 ** 31);
    }),
  );
});
