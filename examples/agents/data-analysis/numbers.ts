const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Beyond it, the sums and squares of a few numbers are no longer finite. */
const MAX_MAGNITUDE = 1e100;

/** What stands for a missing value in a column of numbers, besides an empty field. */
const MISSING_NUMBERS = ["na", "n/a", "nan", "null"];

/** Whether a text is a decimal number, with a point and without separators of thousands. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text) && Math.abs(Number(text)) <= MAX_MAGNITUDE;
}

/** Whether a field says that it has no number. */
export function isMissingNumber(text: string): boolean {
  return text === "" || MISSING_NUMBERS.includes(text.toLowerCase());
}
