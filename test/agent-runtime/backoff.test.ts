import fc from "fast-check";
import { expect, it } from "vitest";
import { createBackoff } from "../../agent-runtime/src/backoff.ts";

it("doubles its waits up to the longest, takes the half of each at least, and begins anew after a reset", () => {
  const backoff = createBackoff({ firstMs: 100, maxMs: 500, random: () => 0 });
  const waits = Array.from({ length: 5 }, backoff.nextMs);
  expect(waits).toEqual([50, 100, 200, 250, 250]);
  backoff.reset();
  expect(backoff.nextMs()).toBe(50);
});

it("never waits for less than half of a wait, nor for more than the longest one, by whatever chance", () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.array(chance, { minLength: 1 }), (chances) => {
      const left = [...chances];
      const backoff = createBackoff({ firstMs: 100, maxMs: 500, random: () => left.pop() ?? 0 });
      for (const waitMs of chances.map(backoff.nextMs)) {
        expect(waitMs).toBeGreaterThanOrEqual(50);
        expect(waitMs).toBeLessThanOrEqual(500);
      }
    }),
  );
});
