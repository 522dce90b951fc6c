/** The values of each factor, by its name. */
export type Factors = Readonly<Record<string, readonly string[]>>;

/** One value of each factor. */
export type Row<F extends Factors> = { readonly [K in keyof F]: F[K][number] };

/** Every row there is, in a fixed order. */
export function listRows<F extends Factors>(factors: F): Row<F>[] {
  return Object.entries(factors).reduce<Record<string, string>[]>(
    (rows, [name, values]) =>
      rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  ) as Row<F>[];
}

/** The pairs of values that a row has, such as `mode=None scaling=yes`. */
export function listPairs(row: Readonly<Record<string, string>>): string[] {
  const settings = Object.entries(row).map(([name, value]) => `${name}=${value}`);
  return settings.flatMap((one, index) =>
    settings.slice(index + 1).map((other) => `${one} ${other}`),
  );
}

/**
 * Picks few of some rows, of which each pair of values that any of them has is in one at least.
 *
 * The same rows lead to the same choice: the next one is the first of those with the most new pairs.
 */
export function coverPairs<R extends Readonly<Record<string, string>>>(rows: readonly R[]): R[] {
  const candidates = rows.map((row) => ({ row, pairs: listPairs(row) }));
  const missing = new Set(candidates.flatMap(({ pairs }) => pairs));
  const chosen: R[] = [];
  while (missing.size > 0) {
    let best: { row: R; pairs: string[] } | undefined;
    let bestCount = 0;
    for (const candidate of candidates) {
      const count = candidate.pairs.filter((pair) => missing.has(pair)).length;
      if (count > bestCount) {
        best = candidate;
        bestCount = count;
      }
    }
    best?.pairs.forEach((pair) => missing.delete(pair));
    chosen.push(...(best === undefined ? [] : [best.row]));
  }
  return chosen;
}
