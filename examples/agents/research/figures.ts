// What this agent reads of the statistics that data-analysis sends. It passes over the rest.

/** The figures of a table. */
export interface Figures {
  rows: number;
  columns: ColumnFigures[];
  strongestCorrelation: CorrelationFigures | null;
}

export type ColumnFigures = NumberFigures | TextFigures;

export interface NumberFigures {
  name: string;
  kind: "number";
  count: number;
  missing: number;
  sum: number;
  mean: number;
  min: number;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  max: number;
}

export interface TextFigures {
  name: string;
  kind: "text";
  count: number;
  missing: number;
  distinct: number;
  mostFrequent: { value: string; count: number }[];
}

export interface CorrelationFigures {
  columns: [string, string];
  coefficient: number;
  rows: number;
}

const NUMBER_MEMBERS = [
  "count",
  "missing",
  "sum",
  "mean",
  "min",
  "lowerQuartile",
  "median",
  "upperQuartile",
  "max",
];

/** Whether what a peer sent has all that is read of it: the peer is a program of its own. */
export function isFigures(data: unknown): data is Figures {
  return (
    hasNumbers(data, ["rows"]) &&
    isListOf(data.columns, isColumn) &&
    (data.strongestCorrelation === null || isCorrelation(data.strongestCorrelation))
  );
}

function isColumn(data: unknown): boolean {
  if (!isRecord(data) || typeof data.name !== "string") {
    return false;
  }
  return data.kind === "number"
    ? hasNumbers(data, NUMBER_MEMBERS)
    : data.kind === "text" &&
        hasNumbers(data, ["count", "missing", "distinct"]) &&
        isListOf(data.mostFrequent, isValueCount);
}

function isValueCount(data: unknown): boolean {
  return hasNumbers(data, ["count"]) && typeof data.value === "string";
}

function isCorrelation(data: unknown): boolean {
  return (
    hasNumbers(data, ["coefficient", "rows"]) &&
    isListOf(data.columns, (name) => typeof name === "string") &&
    data.columns.length === 2
  );
}

function hasNumbers(data: unknown, members: readonly string[]): data is Record<string, unknown> {
  return isRecord(data) && members.every((member) => typeof data[member] === "number");
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null;
}

function isListOf(data: unknown, isEntry: (entry: unknown) => boolean): data is unknown[] {
  return Array.isArray(data) && data.every(isEntry);
}
