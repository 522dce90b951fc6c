import { describe, expect, it } from "vitest";
import type { PeerCall } from "./calls.ts";
import { toPeersPart } from "./peers-part.ts";
import type { Round } from "./round.ts";

const PODS = ["a", "b", "c", "d"];

/** Four calls a second by each way, from the request until 30 s after the fourth pod is Ready. */
function toRound(toPod: (way: string, atMs: number, index: number) => string | undefined): Round {
  const readyMs = 10_000;
  const calls = ["ours", "a2a-js"].flatMap((way) =>
    Array.from({ length: 160 }, (_, index): PeerCall => {
      const begunMs = index * 250;
      const pod = toPod(way, begunMs - readyMs, index);
      const tookMs = way === "ours" ? 6 : 4;
      return { way, begunMs, tookMs, ...(pod === undefined ? { failure: "no" } : { pod }) };
    }),
  );
  return { calls, begunCalls: calls.length, pods: PODS, requestMs: 0, readyMs, returnMs: 35_000 };
}

/** Ours goes round from the fourth pod on, the other one stays. */
const spread = (way: string, atMs: number, index: number): string =>
  (way === "ours" && atMs >= 0 ? PODS[index % 4] : "a") ?? "";

const find = (name: string, rounds: readonly Round[]): unknown =>
  toPeersPart(rounds).figures.find((figure) => figure.name === name)?.value;

describe("toPeersPart", () => {
  it("tells the share of each pod second by second, from the request and from the fourth pod on", () => {
    const rounds = [toRound(spread)];
    expect(find("s 9 after the request ours", rounds)).toBe("100 0 0 0");
    expect(find("s 10 after the request ours", rounds)).toBe("25 25 25 25");
    expect(find("s 0 after 4th Ready ours", rounds)).toBe("25 25 25 25");
    expect(find("s 19 after 4th Ready a2a-js", rounds)).toBe("100 0 0 0");
    expect(find("s 20 after 4th Ready ours", rounds)).toBeUndefined();
  });

  it("puts the calls of all rounds together in a second, each counted from its own moments", () => {
    const later = toRound((way) => (way === "ours" ? "b" : "a"));
    const moved = {
      ...later,
      calls: later.calls.map((call) => ({ ...call, begunMs: call.begunMs + 5_000 })),
      requestMs: 5_000,
      readyMs: 15_000,
    };
    expect(find("s 0 after 4th Ready ours", [toRound(() => "a"), moved])).toBe("50 50 0 0");
  });

  it("holds the second ten seconds of the worst round against the goal", () => {
    const goal = "leastShare s 10 to 19 after 4th Ready ours (goal: at least 15)";
    const worse = toRound((_, atMs, index) =>
      atMs >= 10_000 && atMs < 20_000 && index % 8 === 3 ? "a" : PODS[index % 4],
    );
    expect(find(goal, [toRound(spread)])).toBe(25);
    expect(find(goal, [toRound(spread), worse])).toBe(12.5);
    expect(find("leastShare s 0 to 9 after 4th Ready ours", [toRound(spread), worse])).toBe(25);
    expect(find("leastShare s 10 to 19 after 4th Ready a2a-js", [toRound(spread)])).toBe(0);
  });

  it("tells the calls that failed while pods came and while they went, and those without an end", () => {
    const round = toRound((way, atMs) => (way === "ours" && atMs === 0 ? undefined : "a"));
    const going = toRound((way, atMs) => (way === "a2a-js" && atMs >= 29_000 ? undefined : "a"));
    const rounds = [round, { ...going, begunCalls: going.begunCalls + 3 }];
    expect(find("lostCalls 1 to 4 ours (goal: at most 0)", rounds)).toBe(1);
    expect(find("lostCalls 4 to 1 ours (goal: at most 0)", rounds)).toBe(0);
    expect(find("lostCalls 1 to 4 a2a-js", rounds)).toBe(0);
    expect(find("lostCalls 4 to 1 a2a-js", rounds)).toBe(4);
    expect(find("callsWithoutEnd", rounds)).toBe(3);
  });

  it("divides the time of our calls by that of the others", () => {
    const { figures, ratios } = toPeersPart([toRound(spread)]);
    expect(ratios).toEqual({ "callTime of a2a-js": 1.5 });
    expect(figures).toContainEqual({ name: "callTime ours", value: 6, unit: "ms" });
    expect(figures).toContainEqual({ name: "requestToFourthReady", value: 10, unit: "s" });
  });
});
