import type { Figure } from "../../runner/figures.ts";
import { toMedian } from "../rounds.ts";
import { OURS, type Part, withGoal } from "../runtime/report.ts";
import { countByPod, findBegun, type PeerCall, toPercents } from "./calls.ts";
import type { Round } from "./round.ts";

/** For how long the table goes on, second by second, after a moment. */
export const TABLE_SECONDS = 20;

/** The spans after the fourth pod is Ready of which the least share is told; the goal is for the second one. */
const SPANS: readonly [fromSecond: number, untilSecond: number][] = [
  [0, 10],
  [10, 20],
];

/** What each pod is to get of the calls in the second ten seconds, in percent. */
const LEAST_PERCENT = 15;

/** A moment that seconds are counted from. */
interface Zero {
  name: string;
  read: (round: Round) => number;
}

const ZEROS: readonly Zero[] = [
  { name: "the request", read: ({ requestMs }) => requestMs },
  { name: "4th Ready", read: ({ readyMs }) => readyMs },
];

/**
 * What the rounds show of each way to call: the share of the pod that gets least, in the worst round; lost
 * calls of all rounds; how long a call takes; and second by second the share of each pod in the calls of all
 * rounds, the pods in the order in which they became Ready.
 */
export function toPeersPart(rounds: readonly Round[]): Part {
  const ways = [...new Set(rounds.flatMap(({ calls }) => calls.map(({ way }) => way)))];
  const waited = rounds.map(({ readyMs, requestMs }) => (readyMs - requestMs) / 1000);
  const tookMs = Object.fromEntries(ways.map((way) => [way, toTimes(rounds, way)]));
  return {
    figures: [
      { name: "requestToFourthReady", value: toMedian(waited), unit: "s" },
      ...SPANS.flatMap((span) => ways.map((way) => toLeastShare(rounds, way, span))),
      ...ways.map((way) => toLost(rounds, way, "1 to 4")),
      ...ways.map((way) => toLost(rounds, way, "4 to 1")),
      { name: "callsWithoutEnd", value: countEndless(rounds), unit: "calls" },
      ...ways.map((way) => ({
        name: `callTime ${way}`,
        value: toMedian(tookMs[way] ?? []),
        unit: "ms",
      })),
      ...ZEROS.flatMap((zero) => ways.flatMap((way) => toTable(rounds, way, zero))),
    ],
    ratios: Object.fromEntries(
      ways
        .filter((way) => way !== OURS)
        .map((way) => [
          `callTime of ${way}`,
          toMedian(tookMs[OURS] ?? []) / toMedian(tookMs[way] ?? []),
        ]),
    ),
  };
}

function ofWay({ calls }: Round, way: string): PeerCall[] {
  return calls.filter((call) => call.way === way);
}

function toTimes(rounds: readonly Round[], way: string): number[] {
  return rounds.flatMap((round) => ofWay(round, way).map(({ tookMs }) => tookMs));
}

/** Of the rounds the one counts in which a pod gets least. */
function toLeastShare(
  rounds: readonly Round[],
  way: string,
  [from, until]: readonly [number, number],
): Figure {
  const shares = rounds.flatMap((round) => {
    const { pods, readyMs } = round;
    const calls = findBegun(ofWay(round, way), readyMs + from * 1000, readyMs + until * 1000);
    return toPercents(countByPod(calls, pods));
  });
  const name = `leastShare s ${from} to ${until - 1} after 4th Ready ${way}`;
  const isGoal = way === OURS && from > 0;
  return {
    name: isGoal ? withGoal(name, `at least ${LEAST_PERCENT}`) : name,
    value: Math.min(...shares),
    unit: "%",
  };
}

/** The calls that failed while pods came, or while they went. */
function toLost(rounds: readonly Round[], way: string, change: "1 to 4" | "4 to 1"): Figure {
  const lost = rounds.flatMap((round) =>
    ofWay(round, way).filter(
      ({ begunMs, failure }) =>
        failure !== undefined && begunMs < round.returnMs === (change === "1 to 4"),
    ),
  );
  const name = `lostCalls ${change} ${way}`;
  return {
    name: way === OURS ? withGoal(name, "at most 0") : name,
    value: lost.length,
    unit: "calls",
  };
}

/** The calls of which nobody knows how they went. */
function countEndless(rounds: readonly Round[]): number {
  return rounds.reduce((sum, { begunCalls, calls }) => sum + begunCalls - calls.length, 0);
}

function toTable(rounds: readonly Round[], way: string, zero: Zero): Figure[] {
  return Array.from({ length: TABLE_SECONDS }, (_, second) => {
    const counts = rounds.map((round) => {
      const fromMs = zero.read(round) + second * 1000;
      return countByPod(findBegun(ofWay(round, way), fromMs, fromMs + 1000), round.pods);
    });
    const sums = (counts[0] ?? []).map((__, pod) =>
      counts.reduce((sum, ofRound) => sum + (ofRound[pod] ?? 0), 0),
    );
    const shares = toPercents(sums).map((percent) => String(Math.round(percent)));
    return {
      name: `s ${second} after ${zero.name} ${way}`,
      value: shares.join(" ") || "no calls",
      unit: "% by pod",
    };
  });
}
