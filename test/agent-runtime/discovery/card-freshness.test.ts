import fc from "fast-check";
import { expect, it } from "vitest";
import {
  DEFAULT_CARD_AGE_MS,
  MAX_CARD_AGE_MS,
  MIN_CARD_AGE_MS,
  toFreshMs,
} from "../../../agent-runtime/src/discovery/card-freshness.ts";

it.each<[Record<string, string>, number]>([
  [{}, DEFAULT_CARD_AGE_MS],
  [{ "Cache-Control": "public" }, DEFAULT_CARD_AGE_MS],
  [{ "Cache-Control": "public, max-age=45" }, 45_000],
  [{ "Cache-Control": 'MAX-AGE="45"' }, 45_000],
  [{ "Cache-Control": "max-age=45", Age: "20" }, 25_000],
  [{ "Cache-Control": "max-age=45", Age: "junk" }, 45_000],
  [{ "Cache-Control": "max-age=45", Age: "90" }, MIN_CARD_AGE_MS],
  [{ "Cache-Control": "max-age=0" }, MIN_CARD_AGE_MS],
  [{ "Cache-Control": "max-age=45, no-cache" }, MIN_CARD_AGE_MS],
  [{ "Cache-Control": "no-store" }, MIN_CARD_AGE_MS],
  [{ "Cache-Control": "max-age=31536000" }, MAX_CARD_AGE_MS],
  [{ "Cache-Control": "s-maxage=5" }, DEFAULT_CARD_AGE_MS],
])("keeps a card with the headers %o for %d ms", (headers, freshMs) => {
  expect(toFreshMs(new Headers(headers))).toBe(freshMs);
});

it("never asks without a pause, and never keeps a card for ever, whatever the headers", () => {
  const value = fc.stringMatching(/^[ -~]*$/);
  fc.assert(
    fc.property(value, value, (control, age) => {
      const freshMs = toFreshMs(new Headers({ "Cache-Control": control, Age: age }));
      expect(freshMs).toBeGreaterThanOrEqual(MIN_CARD_AGE_MS);
      expect(freshMs).toBeLessThanOrEqual(MAX_CARD_AGE_MS);
    }),
  );
});
