/** One of those that are measured beside each other: ours, or a peer. */
export interface Contender<Value = number> {
  name: string;
  /** Does the work once and returns what was measured. */
  measure: () => Promise<Value>;
}

export interface RoundsOptions {
  /** How often each contender is measured. */
  rounds: number;
  /** Rounds before them that do not count: caches fill, code is compiled. Defaults to 1. */
  warmupRounds?: number;
}

/** The measured values of each contender, by its name, in the order of the rounds. */
export type Samples<Value = number> = Record<string, Value[]>;

const DEFAULT_WARMUP_ROUNDS = 1;

/**
 * Measures contenders in interleaved rounds: A B, B A, A B and so on.
 *
 * A machine that slows down, or a cache that the first one fills, then meets all alike.
 *
 * @throws RangeError when there is no round to run, or two contenders share a name.
 */
export async function runRounds<Value = number>(
  contenders: readonly Contender<Value>[],
  options: RoundsOptions,
): Promise<Samples<Value>> {
  const { rounds, warmupRounds = DEFAULT_WARMUP_ROUNDS } = options;
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`'rounds' (${rounds}) must be a whole number of at least 1.`);
  }
  const samples: Samples<Value> = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  if (Object.keys(samples).length !== contenders.length) {
    const names = contenders.map(({ name }) => name).join(", ");
    throw new RangeError(`'contenders' (${names}) must have names of their own.`);
  }
  for (let round = -warmupRounds; round < rounds; round += 1) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const { name, measure } of order) {
      const value = await measure();
      if (round >= 0) {
        samples[name]?.push(value);
      }
    }
  }
  return samples;
}

/**
 * The middle value; between two middle ones, half way.
 *
 * @throws RangeError when there are no values.
 */
export function toMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) {
    throw new RangeError("'values' () must hold at least one value.");
  }
  return lower + (upper - lower) / 2;
}

/**
 * Our median divided by that of each peer, by the name of the peer.
 *
 * @throws RangeError when `ours` was not measured, or a peer's median is 0.
 */
export function toRatios(samples: Samples, ours: string): Record<string, number> {
  const { [ours]: oursValues, ...peers } = samples;
  if (oursValues === undefined) {
    throw new RangeError(
      `'ours' (${ours}) must be one of the measured: ${Object.keys(samples).join(", ")}.`,
    );
  }
  const oursMedian = toMedian(oursValues);
  return Object.fromEntries(
    Object.entries(peers).map(([peer, values]) => {
      const peerMedian = toMedian(values);
      if (peerMedian === 0) {
        throw new RangeError(`The median of '${peer}' (0) must not be 0: there is no ratio to it.`);
      }
      return [peer, oursMedian / peerMedian];
    }),
  );
}
