import { describe, expect, it } from "vitest";
import { toReaction } from "./reaction.ts";

const load = { beginMs: 10_000, needMs: 15_000, mostActive: 21 };

const old = { addedMs: 1_000, readyMs: 2_000 };

describe("toReaction", () => {
  it("measures from the begin of the load to the first new pod that is Ready, whichever was made first", () => {
    const pods = {
      old,
      first: { addedMs: 30_000, readyMs: 38_000 },
      second: { addedMs: 31_000, readyMs: 34_000 },
      third: { addedMs: 45_000 },
    };
    expect(toReaction(load, { pods, mostWanted: 7 }, 5)).toEqual({
      needSeconds: 5,
      firstPodSeconds: 20,
      firstReadySeconds: 24,
      podStartSeconds: 3,
      expectedPods: 5,
      mostPods: 7,
      overshootPods: 2,
    });
  });

  it("calls fewer pods than expected no overshoot", () => {
    const pods = { first: { addedMs: 30_000, readyMs: 38_000 } };
    expect(toReaction(load, { pods, mostWanted: 3 }, 5)).toMatchObject({
      mostPods: 3,
      overshootPods: 0,
    });
  });

  it("refuses a load that nobody answered", () => {
    expect(() => toReaction(load, { pods: { old }, mostWanted: 2 }, 5)).toThrow(
      "Of 0 new pods none was Ready before the load was over.",
    );
  });

  it("refuses a load that needed no pod", () => {
    const small = { beginMs: 10_000, mostActive: 9 };
    expect(() => toReaction(small, { pods: { old }, mostWanted: 2 }, 5)).toThrow(
      "No more than 9 tasks ran at a time: nobody needed another pod.",
    );
  });
});
