/**
 * Tells whether a JSON value has lists and objects in each other, more than so many levels deep. It
 * does not call itself, and so has no depth at which it fails.
 */
export function isDeeperThan(maxLevels: number, value: unknown): boolean {
  let level = toNested([value]);
  for (let levels = 0; level.length > 0; levels += 1) {
    if (levels === maxLevels) {
      return true;
    }
    level = level.flatMap((nested) => toNested(Object.values(nested)));
  }
  return false;
}

/** The values that have values in them. */
function toNested(values: readonly unknown[]): object[] {
  return values.filter((value): value is object => typeof value === "object" && value !== null);
}
