import { beforeEach, describe, expect, it } from "vitest";
import {
  createVerifiedTokens,
  MAX_TOKEN_AGE_MS,
  type VerifiedTokens,
} from "../../../agent-runtime/src/auth/verified-tokens.ts";
import { createManualClock, type ManualClock } from "../manual-clock.ts";

const user = { isAuthenticated: true, userName: "ann" };

let clock: ManualClock;
let tokens: VerifiedTokens;

beforeEach(() => {
  clock = createManualClock();
  tokens = createVerifiedTokens(clock, 2);
});

function toSeconds(fromNowMs: number): number {
  return (clock.now().getTime() + fromNowMs) / 1000;
}

describe("a token that was checked", () => {
  it("is known for a minute at most", () => {
    tokens.add("a", user, toSeconds(3_600_000));
    clock.advance(MAX_TOKEN_AGE_MS - 1);
    expect(tokens.get("a")).toBe(user);
    clock.advance(1);
    expect(tokens.get("a")).toBeUndefined();
  });

  it("is known no longer than it lives", () => {
    tokens.add("a", user, toSeconds(1_000));
    clock.advance(999);
    expect(tokens.get("a")).toBe(user);
    clock.advance(1);
    expect(tokens.get("a")).toBeUndefined();
  });

  it.each([-1, 0, Number.NaN])("is not known at all when it ends in %d ms", (leftMs) => {
    tokens.add("a", user, toSeconds(leftMs));
    expect(tokens.get("a")).toBeUndefined();
  });

  it("gives way to newer ones: callers cannot fill the memory", () => {
    for (const token of ["a", "b", "a", "c"]) {
      tokens.add(token, user, toSeconds(30_000));
    }
    expect(["a", "b", "c"].map((token) => tokens.get(token) !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
  });
});
