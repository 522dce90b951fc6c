import type { Figure } from "../../runner/figures.ts";
import { type Samples, toMedian } from "../rounds.ts";

/** What is to be reached, in the words of the table. */
export type Goal = `at ${"least" | "most"} ${number}`;

/** One value of what was measured. */
export interface Column<Value> {
  name: string;
  unit: string;
  read: (value: Value) => number;
  /** Contenders that have no such value. Defaults to none. */
  without?: readonly string[];
  /** Peers that ours is divided by, with nothing to be reached. Defaults to none. */
  ratiosTo?: readonly string[];
  /** What ours divided by a peer is to be, by the name of the peer. */
  ratioGoals?: Readonly<Record<string, Goal>>;
  /** What ours is to be. */
  goal?: Goal;
}

/** What a part of the measurements adds to the result. */
export interface Part {
  figures: Figure[];
  ratios: Record<string, number>;
}

/** Whose values are divided by those of the others. */
export const OURS = "ours";

/** The medians of everything that was measured, and the ratios that are asked for. */
export function toPart<Value>(samples: Samples<Value>, columns: readonly Column<Value>[]): Part {
  const figures: Figure[] = [];
  const ratios: Record<string, number> = {};
  for (const column of columns) {
    const { goal, name, ratioGoals = {}, ratiosTo = [], read, unit, without = [] } = column;
    const medians = Object.fromEntries(
      Object.entries(samples)
        .filter(([contender]) => !without.includes(contender))
        .map(([contender, values]) => [contender, toMedian(values.map(read))]),
    );
    for (const [contender, value] of Object.entries(medians)) {
      const full = `${name} ${contender}`;
      const isGoal = goal !== undefined && contender === OURS;
      figures.push({ name: isGoal ? withGoal(full, goal) : full, value, unit });
    }
    for (const peer of ratiosTo) {
      ratios[`${name} of ${peer}`] = divide(medians, peer);
    }
    for (const [peer, ratioGoal] of Object.entries(ratioGoals)) {
      ratios[withGoal(`${name} of ${peer}`, ratioGoal)] = divide(medians, peer);
    }
  }
  return { figures, ratios };
}

/** The name of a value that is to reach a goal. */
export function withGoal(name: string, goal: Goal): string {
  return `${name} (goal: ${goal})`;
}

function divide(medians: Readonly<Record<string, number>>, peer: string): number {
  const { [OURS]: ours, [peer]: others } = medians;
  if (ours === undefined || others === undefined) {
    throw new RangeError(
      `'${OURS}' and '${peer}' must be among the measured: ${Object.keys(medians).join(", ")}.`,
    );
  }
  return ours / others;
}
