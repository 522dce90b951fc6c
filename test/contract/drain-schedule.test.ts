import {
  ABORT_WINDOW_SECONDS,
  MAX_HANDOVER_SECONDS,
  SettingsError,
  toDrainSchedule,
  type DrainSettings,
} from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

/** What a timer of Node can wait. */
const TIMER_LIMIT_SECONDS = 2_147_483;

const settings: fc.Arbitrary<Required<DrainSettings>> = fc.record({
  maxTaskSeconds: fc.integer({ min: 1, max: 1_000_000 }),
  acceptWindowSeconds: fc.integer({ min: 0, max: 600 }),
  marginSeconds: fc.integer({ min: ABORT_WINDOW_SECONDS + 1, max: 600 }),
});

function catchIssues(broken: DrainSettings) {
  try {
    toDrainSchedule(broken);
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.issues;
    }
    throw error;
  }
  return [];
}

describe("toDrainSchedule", () => {
  it("gives 120 s of grace when nothing is said: 5 to accept, 100 for tasks, 15 to spare", () => {
    expect(toDrainSchedule()).toEqual({
      acceptWindowSeconds: 5,
      preStopSeconds: 3,
      handoverSeconds: 2,
      abortSeconds: 105,
      closeSeconds: 115,
      terminationGracePeriodSeconds: 120,
    });
  });

  it("has its moments in order, and the process ends before SIGKILL", () => {
    fc.assert(
      fc.property(settings, (valid) => {
        const schedule = toDrainSchedule(valid);
        expect(schedule.abortSeconds).toBeGreaterThan(schedule.acceptWindowSeconds);
        expect(schedule.closeSeconds).toBeGreaterThan(schedule.abortSeconds);
        expect(schedule.terminationGracePeriodSeconds).toBeGreaterThan(schedule.closeSeconds);
      }),
    );
  });

  it("leaves the end of the accept window to the process, however short the window is", () => {
    fc.assert(
      fc.property(settings, (valid) => {
        const { acceptWindowSeconds, handoverSeconds, preStopSeconds } = toDrainSchedule(valid);
        expect(preStopSeconds + handoverSeconds).toBe(acceptWindowSeconds);
        expect(preStopSeconds).toBeGreaterThanOrEqual(0);
        expect(handoverSeconds).toBe(Math.min(acceptWindowSeconds, MAX_HANDOVER_SECONDS));
      }),
    );
  });

  it("gives a task that comes last in the accept window all of its seconds", () => {
    fc.assert(
      fc.property(settings, (valid) => {
        const schedule = toDrainSchedule(valid);
        expect(schedule.abortSeconds - schedule.acceptWindowSeconds).toBe(valid.maxTaskSeconds);
      }),
    );
  });

  it("prolongs the grace period by exactly what any part is prolonged by", () => {
    fc.assert(
      fc.property(
        settings,
        fc.constantFrom("maxTaskSeconds", "acceptWindowSeconds", "marginSeconds"),
        fc.nat({ max: 10_000 }),
        (valid, part, more) => {
          const longer = toDrainSchedule({ ...valid, [part]: valid[part] + more });
          expect(
            longer.terminationGracePeriodSeconds -
              toDrainSchedule(valid).terminationGracePeriodSeconds,
          ).toBe(more);
        },
      ),
    );
  });

  it("takes a grace period as long as a timer can wait and refuses one second more", () => {
    const others = { acceptWindowSeconds: 5, marginSeconds: 15 };
    const longest = TIMER_LIMIT_SECONDS - 20;
    expect(
      toDrainSchedule({ ...others, maxTaskSeconds: longest }).terminationGracePeriodSeconds,
    ).toBe(TIMER_LIMIT_SECONDS);
    expect(catchIssues({ ...others, maxTaskSeconds: longest + 1 })).toEqual([
      {
        propertyPath: "maxTaskSeconds",
        reason:
          "'maxTaskSeconds' (2147464) must leave the grace period at most 2147483 s: with " +
          "'acceptWindowSeconds' (5) and 'marginSeconds' (15) it is 2147484 s. Lower it.",
      },
    ]);
  });

  it("names every wrong number at once, with its value and its rule", () => {
    expect(
      catchIssues({ maxTaskSeconds: 0, acceptWindowSeconds: 1.5, marginSeconds: 10 }).map(
        ({ reason }) => reason,
      ),
    ).toEqual([
      "'maxTaskSeconds' (0) must be a whole number of seconds, at least 1.",
      "'acceptWindowSeconds' (1.5) must be a whole number of seconds, at least 0.",
      "'marginSeconds' (10) must be a whole number of seconds, at least 11.",
    ]);
  });

  it("refuses numbers that are none", () => {
    fc.assert(
      fc.property(fc.constantFrom(Number.NaN, Infinity, -Infinity), (value) => {
        expect(catchIssues({ maxTaskSeconds: value })).toHaveLength(1);
      }),
    );
  });
});
