/** How long a card is good that does not say so. */
export const DEFAULT_CARD_AGE_MS = 60_000;

/** How long a card is kept at least, whatever it says: nobody is asked without a pause. */
export const MIN_CARD_AGE_MS = 10_000;

/** How long a card is kept at most, whatever it says: one that changed without a rollout is seen by then. */
export const MAX_CARD_AGE_MS = 300_000;

/** How long an answer is good (RFC 9111, section 4.2), in milliseconds. */
export function toFreshMs(headers: Headers): number {
  const control = (headers.get("Cache-Control") ?? "").toLowerCase();
  if (/\bno-(?:store|cache)\b/.test(control)) {
    return MIN_CARD_AGE_MS;
  }
  const [, seconds] = /\bmax-age="?(\d+)/.exec(control) ?? [];
  if (seconds === undefined) {
    return DEFAULT_CARD_AGE_MS;
  }
  const age = Number(headers.get("Age") ?? 0);
  const leftMs = (Number(seconds) - (age > 0 ? age : 0)) * 1000;
  return Math.min(Math.max(leftMs, MIN_CARD_AGE_MS), MAX_CARD_AGE_MS);
}
