import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  RENEWAL_PERIOD_DAYS,
  toRenewalPeriods,
  toValidity,
  VALIDITY_DAYS,
} from "../../../sdk/src/certificates/renewal-period.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

const moments = fc.date({
  min: new Date("2020-01-01T00:00:00Z"),
  max: new Date("2100-01-01T00:00:00Z"),
  noInvalidDate: true,
});

/** The moments of changes of a stack, with up to `days` from one to the next. */
function changes(days: number): fc.Arbitrary<Date[]> {
  const gaps = fc.array(fc.integer({ min: 1, max: days * DAY_MS }), { minLength: 1, maxLength: 8 });
  return fc.tuple(moments, gaps).map(([first, later]) => {
    let time = first.getTime();
    return [first, ...later.map((gap) => new Date((time += gap)))];
  });
}

describe("toRenewalPeriods", () => {
  it("has a moment in the period that began last, and names both by their first day", () => {
    const begin = new Date("2026-09-04T00:00:00Z");
    expect(toRenewalPeriods(begin)).toEqual({ current: "2026-09-04", next: "2027-03-03" });
    expect(toRenewalPeriods(new Date("2027-03-02T23:59:59.999Z"))).toEqual(toRenewalPeriods(begin));
    expect(toRenewalPeriods(new Date("2027-03-03T00:00:00Z")).current).toBe("2027-03-03");
  });

  it("goes on with the next period where the current one ends", () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const { current, next } = toRenewalPeriods(moment);
        const later = new Date(moment.getTime() + RENEWAL_PERIOD_DAYS * DAY_MS);
        expect(toRenewalPeriods(later).current).toBe(next);
        expect(new Date(current).getTime()).toBeLessThanOrEqual(moment.getTime());
      }),
    );
  });

  it("serves nothing that was not trusted before, where every period has a change", () => {
    fc.assert(
      fc.property(changes(RENEWAL_PERIOD_DAYS), (times) => {
        const periods = times.map(toRenewalPeriods);
        for (const [index, { current }] of periods.slice(1).entries()) {
          expect(Object.values(periods[index] ?? {})).toContain(current);
        }
      }),
    );
  });
});

describe("toValidity", () => {
  it("has what is served valid for two years after any change", () => {
    fc.assert(
      fc.property(changes(2 * RENEWAL_PERIOD_DAYS), (times) => {
        const madeAt = new Map<string, Date>();
        for (const time of times) {
          const { current, next } = toRenewalPeriods(time);
          for (const period of [current, next]) {
            madeAt.set(period, madeAt.get(period) ?? time);
          }
          const { from, until } = toValidity(madeAt.get(current) ?? new Date(0));
          expect(from.getTime()).toBeLessThan(time.getTime());
          expect(until.getTime() - time.getTime()).toBeGreaterThan(2 * 365 * DAY_MS);
        }
      }),
    );
    expect(VALIDITY_DAYS).toBeGreaterThan(2 * RENEWAL_PERIOD_DAYS);
  });
});
