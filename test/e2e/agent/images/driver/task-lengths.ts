// How long tasks work, so that the load they make can be told beforehand.

const SHORTEST_MS = 5_000;
const LONGEST_MS = 60_000;

/** What a task works on average, in seconds. */
export const MEAN_TASK_SECONDS = (SHORTEST_MS + LONGEST_MS) / 2 / 1000;

/** The part of the golden ratio behind the comma: its multiples fill a range more evenly than chance. */
const GOLDEN_PART = (Math.sqrt(5) - 1) / 2;

/** How long the task with a number works, in milliseconds: always the same, from 5 to 60 s, in no order. */
export function toWorkMs(task: number): number {
  return Math.round(SHORTEST_MS + ((task * GOLDEN_PART) % 1) * (LONGEST_MS - SHORTEST_MS));
}
