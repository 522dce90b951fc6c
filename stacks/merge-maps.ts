/**
 * Puts maps together, at any depth: what comes later comes first. Lists and values replace each other, and
 * null takes back what was said before (https://www.rfc-editor.org/rfc/rfc7396).
 */
export function mergeMaps(...maps: readonly object[]): Record<string, unknown> {
  const merged = new Map<string, unknown>();
  for (const [key, value] of maps.flatMap((map) => Object.entries(map) as [string, unknown][])) {
    const before = merged.get(key);
    if (value === null) {
      merged.delete(key);
    } else if (isMap(value)) {
      merged.set(key, mergeMaps(isMap(before) ? before : {}, value));
    } else if (value !== undefined) {
      merged.set(key, value);
    }
  }
  return Object.fromEntries(merged);
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
