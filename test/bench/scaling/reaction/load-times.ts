import { toWorkMs } from "../../../e2e/agent/images/driver/task-lengths.ts";

/** A line that the driver `scaling-load.ts` prints. */
export interface DriverLine {
  phase?: string;
  task?: number;
  begun?: string;
  fate?: string;
  done?: boolean;
}

/** What a load asked of an agent, in milliseconds of the clock. */
export interface LoadTimes {
  beginMs: number;
  /** When more tasks ran than some number; undefined when they never did. */
  needMs?: number;
  /** The most tasks that ran at a time. */
  mostActive: number;
}

/**
 * Tells from what a driver printed how many tasks ran when. A task is counted from when it was sent
 * until the time that it works is over.
 *
 * @param enough how many tasks need no other pod.
 * @throws Error when the driver has begun no task.
 */
export function toLoadTimes(lines: readonly DriverLine[], enough: number): LoadTimes {
  const changes = lines
    .filter(({ task, fate }) => task !== undefined && fate === undefined)
    .flatMap(({ task = 0, begun = "" }) => {
      const beginMs = Date.parse(begun);
      return [
        { atMs: beginMs, change: 1 },
        { atMs: beginMs + toWorkMs(task), change: -1 },
      ];
    })
    .sort((one, other) => one.atMs - other.atMs || one.change - other.change);
  const [first] = changes;
  if (first === undefined) {
    throw new Error("The driver has begun no task.");
  }
  const times: LoadTimes = { beginMs: first.atMs, mostActive: 0 };
  let active = 0;
  for (const { atMs, change } of changes) {
    active += change;
    times.mostActive = Math.max(times.mostActive, active);
    if (active > enough) {
      times.needMs ??= atMs;
    }
  }
  return times;
}
