import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventMeter } from "../../../agent-runtime/src/upstream/answer-limits.ts";

const MAX_BYTES = 64;

/** Cuts a text at some of its bytes. */
function cut(text: string, places: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const at = [0, ...new Set(places.map((place) => place % bytes.length)), bytes.length].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

function feed(chunks: readonly Buffer[]): void {
  const meter = new EventMeter(MAX_BYTES);
  for (const chunk of chunks) {
    meter.add(chunk);
  }
}

const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
const places = fc.array(fc.nat(), { maxLength: 400 });

describe("EventMeter", () => {
  it("lets any number of events pass that are short enough, however they are cut", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), lineEnd, places, (events, end, at) => {
        feed(cut(`data: ${"x".repeat(20)}${end}${end}`.repeat(events), at));
      }),
    );
  });

  it("stops an event without an end, also one of many short lines, however it is cut", () => {
    fc.assert(
      fc.property(fc.constantFrom("x".repeat(10), `data: x\n`), places, (piece, at) => {
        const text = `data: first\n\n${piece.repeat(100)}`;
        expect(() => {
          feed(cut(text, at));
        }).toThrow("its event must have at most 64 bytes");
      }),
    );
  });
});
