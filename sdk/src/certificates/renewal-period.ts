import type { Validity } from "./validity.js";

/** How often a certificate is renewed, by whatever change of a stack comes first. */
export const RENEWAL_PERIOD_DAYS = 180;

/**
 * How long a certificate is valid. It is made up to one period before its own one, and serves to the
 * first change of the stack after that: what is left then is how long a stack may be without a change,
 * two years and more.
 */
export const VALIDITY_DAYS = 1095;

/** Clocks differ. */
const HEAD_START_MS = 60 * 60 * 1000;

const DAY_MS = 24 * 60 * 60 * 1000;
const PERIOD_MS = RENEWAL_PERIOD_DAYS * DAY_MS;

/** A time in which one certificate serves, by the day on which it begins, such as `2026-08-15`. */
export type RenewalPeriod = string;

/** The period that a moment is in, and the one after it. All stacks have the same ones. */
export function toRenewalPeriods(moment: Date): { current: RenewalPeriod; next: RenewalPeriod } {
  const period = Math.floor(moment.getTime() / PERIOD_MS);
  return { current: toPeriodName(period), next: toPeriodName(period + 1) };
}

/** When a certificate is valid that is made at a moment. */
export function toValidity(moment: Date): Validity {
  const time = moment.getTime();
  return {
    from: new Date(time - HEAD_START_MS),
    until: new Date(time + VALIDITY_DAYS * DAY_MS),
  };
}

function toPeriodName(period: number): RenewalPeriod {
  return new Date(period * PERIOD_MS).toISOString().slice(0, "YYYY-MM-DD".length);
}
