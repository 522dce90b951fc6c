import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runRounds, toMedian, toRatios, type Contender } from "./rounds.ts";

function createContenders(...names: string[]) {
  const calls: string[] = [];
  const contenders: Contender[] = names.map((name) => ({
    name,
    measure: () => Promise.resolve(calls.push(name)),
  }));
  return { calls, contenders };
}

describe("runRounds", () => {
  it("lets each contender begin every second round", async () => {
    const { calls, contenders } = createContenders("ours", "peer");
    await runRounds(contenders, { rounds: 3, warmupRounds: 0 });
    expect(calls).toEqual(["ours", "peer", "peer", "ours", "ours", "peer"]);
  });

  it("leaves the warm-up rounds out of the samples", async () => {
    const { contenders } = createContenders("ours", "peer");
    expect(await runRounds(contenders, { rounds: 2, warmupRounds: 1 })).toEqual({
      ours: [3, 6],
      peer: [4, 5],
    });
  });

  it.each([0, 1.5, Number.NaN])("refuses %s rounds", async (rounds) => {
    await expect(runRounds([], { rounds })).rejects.toThrow(
      `'rounds' (${rounds}) must be a whole number of at least 1.`,
    );
  });

  it("refuses two contenders of one name", async () => {
    const { contenders } = createContenders("peer", "peer");
    await expect(runRounds(contenders, { rounds: 1 })).rejects.toThrow("names of their own");
  });
});

describe("toMedian", () => {
  it("is half way between the two middle values", () => {
    expect(toMedian([4, 1, 3, 2])).toBe(2.5);
  });

  it("has as many values below it as above, whatever their order", () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (samples) => {
        const median = toMedian(samples);
        const half = samples.length / 2;
        expect(samples.filter((value) => value < median).length).toBeLessThanOrEqual(half);
        expect(samples.filter((value) => value > median).length).toBeLessThanOrEqual(half);
      }),
    );
  });

  it("refuses to be asked about nothing", () => {
    expect(() => toMedian([])).toThrow("at least one value");
  });
});

describe("toRatios", () => {
  it("divides our median by that of each peer", () => {
    const samples = { ours: [2, 4, 100], fast: [1, 2, 3], slow: [8, 8, 8] };
    expect(toRatios(samples, "ours")).toEqual({ fast: 2, slow: 0.5 });
  });

  it("refuses a peer whose median is 0", () => {
    expect(() => toRatios({ ours: [1], idle: [0] }, "ours")).toThrow("median of 'idle' (0)");
  });

  it("refuses a name of ours that was not measured", () => {
    expect(() => toRatios({ peer: [1] }, "ours")).toThrow("'ours' (ours)");
  });
});
