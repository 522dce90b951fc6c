import type { Samples } from "../rounds.ts";
import { type Column, type Goal, OURS, type Part, toPart, withGoal } from "../runtime/report.ts";

/** How late something was known, in seconds. */
export interface Delays {
  /** From when the pod of a new agent was Ready. */
  seen: number;
  /** From the request that deleted the Service of an agent. */
  dropped: number;
}

/** Who tells at best: it is told the same by the API server, and has nothing else to do. */
export const WATCH = "plain watch";

const GOAL: Goal = "at most 5";

const COLUMNS: readonly Column<Delays>[] = [
  { name: "seen", unit: "s", read: ({ seen }) => seen, goal: GOAL },
  { name: "dropped", unit: "s", read: ({ dropped }) => dropped, goal: GOAL },
];

/**
 * The medians and the worst of all rounds. A ratio of the two would say little: the watch takes some
 * milliseconds.
 */
export function toDiscoveryPart(samples: Samples<Delays>): Part {
  const { figures } = toPart(samples, COLUMNS);
  for (const { name, read, unit } of COLUMNS) {
    for (const [contender, values] of Object.entries(samples)) {
      const full = `${name}Worst ${contender}`;
      figures.push({
        name: contender === OURS ? withGoal(full, GOAL) : full,
        value: Math.max(...values.map(read)),
        unit,
      });
    }
  }
  return { figures, ratios: {} };
}
