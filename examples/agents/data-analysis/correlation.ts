import { setImmediate as nextTurn } from "node:timers/promises";
import { sampleCorrelation } from "simple-statistics";

/** How two columns of numbers go together. */
export interface Correlation {
  /** The names of the two columns, in the order of the table. */
  columns: [string, string];
  /** Pearson's coefficient, from -1 to 1. */
  coefficient: number;
  /** The rows that have a number in both columns. */
  rows: number;
}

/** A column of numbers, with undefined where the number is missing. */
export interface NumberValues {
  name: string;
  values: readonly (number | undefined)[];
}

/** Two points are always on a line, so that they tell nothing. */
const MIN_ROWS = 3;

/**
 * The pair of columns with the coefficient farthest from zero. Null where there is none to compute.
 *
 * @param signal ends the search, which takes a turn of the event loop for each column.
 */
export async function findStrongestCorrelation(
  columns: readonly NumberValues[],
  signal: AbortSignal,
): Promise<Correlation | null> {
  let strongest: Correlation | null = null;
  for (const [index, first] of columns.entries()) {
    await nextTurn(undefined, { signal });
    for (const second of columns.slice(index + 1)) {
      const found = correlate(first, second);
      if (isStronger(found, strongest)) {
        strongest = found;
      }
    }
  }
  return strongest;
}

function isStronger(found: Correlation | null, than: Correlation | null): boolean {
  return (
    found !== null && (than === null || Math.abs(found.coefficient) > Math.abs(than.coefficient))
  );
}

function correlate(first: NumberValues, second: NumberValues): Correlation | null {
  const left: number[] = [];
  const right: number[] = [];
  first.values.forEach((value, index) => {
    const other = second.values[index];
    if (value !== undefined && other !== undefined) {
      left.push(value);
      right.push(other);
    }
  });
  if (left.length < MIN_ROWS || isConstant(left) || isConstant(right)) {
    return null;
  }
  const coefficient = sampleCorrelation(left, right);
  if (!Number.isFinite(coefficient)) {
    return null; // Differences so small that their squares are zero.
  }
  // Rounding carries a perfect correlation beyond one.
  const bounded = Math.max(-1, Math.min(1, coefficient));
  return { columns: [first.name, second.name], coefficient: bounded, rows: left.length };
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}
