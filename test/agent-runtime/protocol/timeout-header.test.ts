import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseTimeoutMs,
  TIMEOUT_HEADER,
  toTimeoutText,
} from "../../../agent-runtime/src/protocol/timeout-header.ts";

const MOST_MS = 2_147_483_000;

it("has the name that agents of others may send and read", () => {
  expect(TIMEOUT_HEADER).toBe("berth-timeout-ms");
});

describe("how long a caller waits", () => {
  it("is read as it was written, without what is less than a millisecond", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: MOST_MS, noNaN: true }), (timeoutMs) => {
        expect(parseTimeoutMs(toTimeoutText(timeoutMs))).toBe(Math.floor(timeoutMs));
      }),
    );
  });

  it("is a millisecond at least when it is written: the peer is to hear of it, too", () => {
    expect([0.5, 0, -20].map(toTimeoutText)).toEqual(["1", "1", "1"]);
  });

  it("is a number that a timer can wait, or nothing, whatever the header says", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?[\d.e+, ]{0,25}$/)), (text) => {
        const timeoutMs = parseTimeoutMs(text);
        if (timeoutMs !== undefined) {
          expect(Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= MOST_MS).toBe(true);
          expect(Number(text)).toBe(timeoutMs);
        }
      }),
    );
  });

  it.each([
    ["is not there", undefined],
    ["is there twice", ["1000", "2000"]],
    ["is there twice, in one", "1000, 2000"],
    ["has a unit", "1000ms"],
    ["has a part of a number", "0.5"],
    ["is negative", "-1"],
    ["is over", "0"],
    ["is more than a timer can wait", String(MOST_MS + 1)],
    ["is no number", "soon"],
  ])("is as long as it takes when the header %s", (_, value) => {
    expect(parseTimeoutMs(value)).toBeUndefined();
  });
});
