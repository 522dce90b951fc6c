import type { LoadTimes } from "./load-times.ts";

/** When a pod was first seen, and when it was first seen Ready: milliseconds of the clock. */
export interface PodTimes {
  addedMs: number;
  readyMs?: number;
}

/** What became of an agent's pods during a load. */
export interface ObservedPods {
  /** By the names of the pods. */
  pods: Readonly<Record<string, PodTimes>>;
  /** The most pods that were asked for at a time. */
  mostWanted: number;
}

/** How the number of pods followed a load. */
export interface Reaction {
  /** From the begin of the load until it needs another pod. */
  needSeconds: number;
  /** From the begin of the load to the first new pod. */
  firstPodSeconds: number;
  /** From the begin of the load to the first new pod that is Ready. */
  firstReadySeconds: number;
  /** From when that pod was made until it was Ready. */
  podStartSeconds: number;
  expectedPods: number;
  mostPods: number;
  /** The most pods over those that the most tasks at a time needed. */
  overshootPods: number;
}

/**
 * Puts the times of a load and of an agent's pods together.
 *
 * @param target the tasks that a pod is to work on.
 * @throws Error when no pod was made, or the load needed none.
 */
export function toReaction(load: LoadTimes, observed: ObservedPods, target: number): Reaction {
  const { beginMs, needMs, mostActive } = load;
  if (needMs === undefined) {
    throw new Error(`No more than ${mostActive} tasks ran at a time: nobody needed another pod.`);
  }
  const news = Object.values(observed.pods).filter(({ addedMs }) => addedMs >= beginMs);
  const readies = news
    .flatMap(({ addedMs, readyMs }) => (readyMs === undefined ? [] : [{ addedMs, readyMs }]))
    .sort((one, other) => one.readyMs - other.readyMs);
  const [firstReady] = readies;
  if (firstReady === undefined) {
    throw new Error(`Of ${news.length} new pods none was Ready before the load was over.`);
  }
  const expectedPods = Math.ceil(mostActive / target);
  return {
    needSeconds: (needMs - beginMs) / 1000,
    firstPodSeconds: (Math.min(...news.map(({ addedMs }) => addedMs)) - beginMs) / 1000,
    firstReadySeconds: (firstReady.readyMs - beginMs) / 1000,
    podStartSeconds: (firstReady.readyMs - firstReady.addedMs) / 1000,
    expectedPods,
    mostPods: observed.mostWanted,
    overshootPods: Math.max(0, observed.mostWanted - expectedPods),
  };
}
