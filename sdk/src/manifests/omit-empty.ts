/**
 * Leaves out what is not there: undefined members, empty lists and empty objects. The API server drops
 * them too, and what it drops would look like a difference for ever.
 *
 * Only for members that mean the same when they are empty: a selector does not.
 */
export function omitEmpty<Members extends object>(members: Members): Partial<Members> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => !isEmpty(value)),
  ) as Partial<Members>;
}

/** An Output or a Promise is something, whatever it becomes. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  const isPlain =
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
  return value === undefined || (isPlain && Object.keys(value).length === 0);
}
