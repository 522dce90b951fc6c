import { isLater } from "../input.js";

/** An object that is written as one: no list, no Output, nothing with a class. */
export type PlainObject = Record<string, unknown>;

/** Tells whether a value is an object that is written as one. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Reads what nothing has checked: undefined where the path leads nowhere. */
export function readMember(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (within, part) =>
      typeof within === "object" && within !== null && !isLater(within)
        ? (within as Record<PropertyKey, unknown>)[part]
        : undefined,
    value,
  );
}

/** Reads a list that nothing has checked: empty where there is none. */
export function readList(value: unknown, path: readonly PropertyKey[]): unknown[] {
  const list = readMember(value, path);
  return Array.isArray(list) ? list : [];
}
