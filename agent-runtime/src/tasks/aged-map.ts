/**
 * A map that knows its oldest entry at once, however many were deleted before it, and lets go of what is
 * deleted.
 */
export interface AgedMap<Value> {
  readonly size: number;
  get: (key: string) => Value | undefined;
  /** Sets an entry; it is the youngest one then. */
  set: (key: string, value: Value) => void;
  /** False when there is none. */
  delete: (key: string) => boolean;
  readonly oldest: AgedEntry<Value> | undefined;
  /** From the youngest to the oldest. */
  values: () => Generator<Value, void, undefined>;
}

/** An entry of the map, as long as it is in there: it is emptied then. */
export interface AgedEntry<Value> {
  readonly key: string;
  readonly value: Value;
}

interface Link<Value> {
  readonly key: string;
  value: Value;
  older: Link<Value> | undefined;
  younger: Link<Value> | undefined;
}

/**
 * Makes a map without entries.
 *
 * A Map of the language has an order, too, but looks for its first entry among all that were deleted
 * since it grew last: thousands of steps where there is one in and one out all the time. And each table
 * that it outgrows keeps what it held alive until the next full collection.
 */
export function createAgedMap<Value>(): AgedMap<Value> {
  const links = new Map<string, Link<Value>>();
  let oldest: Link<Value> | undefined;
  let youngest: Link<Value> | undefined;

  const unlink = (link: Link<Value>): void => {
    const { older, younger } = link;
    if (older === undefined) {
      oldest = younger;
    } else {
      older.younger = younger;
    }
    if (younger === undefined) {
      youngest = older;
    } else {
      younger.older = older;
    }
    // A link that is garbage, but old, would keep all younger ones from being collected early.
    link.older = undefined;
    link.younger = undefined;
  };
  const empty = (link: Link<Value | undefined>): void => {
    link.value = undefined;
  };
  const append = (link: Link<Value>): void => {
    link.older = youngest;
    if (youngest === undefined) {
      oldest = link;
    } else {
      youngest.younger = link;
    }
    youngest = link;
  };

  return {
    get size() {
      return links.size;
    },
    get: (key) => links.get(key)?.value,
    set: (key, value) => {
      const known = links.get(key);
      if (known !== undefined) {
        unlink(known);
        known.value = value;
        append(known);
        return;
      }
      const link: Link<Value> = { key, value, older: undefined, younger: undefined };
      links.set(key, link);
      append(link);
    },
    delete: (key) => {
      const link = links.get(key);
      if (link === undefined) {
        return false;
      }
      unlink(link);
      empty(link);
      return links.delete(key);
    },
    get oldest() {
      return oldest;
    },
    *values() {
      for (let link = youngest; link !== undefined; link = link.older) {
        yield link.value;
      }
    },
  };
}
