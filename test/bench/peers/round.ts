import type { PeerCall } from "./calls.ts";

/** One scaling of the callee from one pod to four and back, while it is called. */
export interface Round {
  calls: PeerCall[];
  /** How many calls were begun, by all ways together: each is to have an end. */
  begunCalls: number;
  /** The four pods in the order in which they became Ready; the first one was there before. */
  pods: string[];
  /** When four pods were asked for: milliseconds of the clock, as all moments here. */
  requestMs: number;
  /** When the fourth pod was Ready. */
  readyMs: number;
  /** When one pod was asked for again. */
  returnMs: number;
}

/** When each pod was seen first, and seen Ready first. */
type SeenPods = Readonly<Record<string, { addedMs: number; readyMs?: number }>>;

/**
 * The pods of a round in the order in which they became Ready.
 *
 * @throws Error when these are not as many as were asked for.
 */
export function toReadyOrder(pods: SeenPods, wanted: number): { pods: string[]; readyMs: number } {
  const ready = Object.entries(pods)
    .flatMap(([name, { readyMs }]) => (readyMs === undefined ? [] : [{ name, readyMs }]))
    .sort((one, other) => one.readyMs - other.readyMs);
  const last = ready.at(-1);
  if (last === undefined || ready.length !== wanted) {
    throw new Error(`${ready.length} pods were Ready, and ${wanted} were asked for.`);
  }
  return { pods: ready.map(({ name }) => name), readyMs: last.readyMs };
}
