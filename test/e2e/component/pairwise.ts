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

/** Numbers the settings of rows, such as `mode=None`, and tells each row as the numbers of its settings. */
function toNumbers(rows: readonly Readonly<Record<string, string>>[]): {
  numbered: number[][];
  settingCount: number;
} {
  const numbers = new Map<string, number>();
  const numbered = rows.map((row) =>
    Object.entries(row).map(([name, value]) => {
      const setting = `${name}=${value}`;
      const number = numbers.get(setting) ?? numbers.size;
      numbers.set(setting, number);
      return number;
    }),
  );
  return { numbered, settingCount: numbers.size };
}

/**
 * Picks few of some rows, of which each pair of values that any of them has is in one at least.
 *
 * The same rows lead to the same choice: the next one is the first of those with the most new pairs. A
 * dozen factors make a hundred thousand rows, so pairs are places in a table and not texts.
 */
export function coverPairs<R extends Readonly<Record<string, string>>>(rows: readonly R[]): R[] {
  const { numbered, settingCount } = toNumbers(rows);
  const isMissing = new Uint8Array(settingCount ** 2).fill(1);
  /** Goes through the pairs of a row that no chosen one has, and tells how many there are. */
  const visitMissing = (settings: readonly number[], visit?: (place: number) => void): number => {
    let count = 0;
    for (let one = 0; one < settings.length; one += 1) {
      const start = (settings[one] ?? 0) * settingCount;
      for (let other = one + 1; other < settings.length; other += 1) {
        const place = start + (settings[other] ?? 0);
        if (isMissing[place] === 1) {
          count += 1;
          visit?.(place);
        }
      }
    }
    return count;
  };
  const chosen: R[] = [];
  for (;;) {
    let best = -1;
    let bestCount = 0;
    for (const [index, settings] of numbered.entries()) {
      const count = visitMissing(settings);
      if (count > bestCount) {
        best = index;
        bestCount = count;
      }
    }
    const row = rows[best];
    if (row === undefined) {
      return chosen;
    }
    visitMissing(numbered[best] ?? [], (place) => (isMissing[place] = 0));
    chosen.push(row);
  }
}
