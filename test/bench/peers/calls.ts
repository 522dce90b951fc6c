/** A call of the peer, as the caller has printed it. */
export interface PeerCall {
  way: string;
  /** Milliseconds of the clock. */
  begunMs: number;
  tookMs: number;
  /** The pod that has answered. */
  pod?: string;
  /** Why there is no answer. */
  failure?: string;
}

/** How many calls of some time each pod has answered, in the order of the given pods. */
export function countByPod(calls: readonly PeerCall[], pods: readonly string[]): number[] {
  return pods.map((name) => calls.filter(({ pod }) => pod === name).length);
}

/** The calls that began in a time: from the one moment on, and before the other one. */
export function findBegun(calls: readonly PeerCall[], fromMs: number, untilMs: number): PeerCall[] {
  return calls.filter(({ begunMs }) => begunMs >= fromMs && begunMs < untilMs);
}

/** Counts as shares of their sum, in percent. Without any calls there are no shares. */
export function toPercents(counts: readonly number[]): number[] {
  const sum = counts.reduce((one, other) => one + other, 0);
  return sum === 0 ? [] : counts.map((count) => (count / sum) * 100);
}
