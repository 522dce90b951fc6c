import fc from "fast-check";
import { expect, it } from "vitest";
import {
  createCostWriter,
  WRITE_PERIOD_MS,
  WRITE_TIMEOUT_MS,
} from "../../../agent-runtime/src/deletion-cost/cost-writer.ts";
import { createManualClock } from "../manual-clock.ts";

// Any sequence of values, of time that passes and of writes that succeed, fail or hang is played
// against a writer. Beside it runs a model that knows what was wanted, and what is known to be written.

type Event =
  | { type: "set"; cost: number }
  | { type: "advance"; ms: number }
  | { type: "succeed" | "fail" | "start" };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("set" as const),
      cost: fc.constantFrom(0, 1, 2, 4),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("advance" as const),
      ms: fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.constant(WRITE_PERIOD_MS)),
    }),
  },
  { weight: 6, arbitrary: fc.constant<Event>({ type: "succeed" }) },
  { weight: 4, arbitrary: fc.constant<Event>({ type: "fail" }) },
  { weight: 1, arbitrary: fc.constant<Event>({ type: "start" }) },
);

interface Attempt {
  cost: number;
  atMs: number;
  signal: AbortSignal;
  settle: (error?: Error) => void;
}

/** Lets everything happen that waits for a settled promise. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function play(events: readonly Event[]): Promise<void> {
  const clock = createManualClock();
  const attempts: Attempt[] = [];
  const failures: unknown[] = [];
  let isStarted = false;
  let isStopped = false;
  let wanted = 0;
  /** What the pod has, where that is known. */
  let known: number | undefined;
  let underWay: Attempt | undefined;
  let writtenCount = 0;

  const writer = createCostWriter({
    clock,
    write: (cost, signal) => {
      expect(isStarted && !isStopped, "writes between start and stop").toBe(true);
      expect(underWay, "one write at a time").toBeUndefined();
      expect(cost, "the latest value").toBe(wanted);
      expect(cost, "another value than is there").not.toBe(known);
      const previous = attempts.at(-1)?.atMs ?? -Infinity;
      expect(clock.nowMs - previous, "time between writes").toBeGreaterThanOrEqual(WRITE_PERIOD_MS);
      known = undefined;
      return new Promise((resolve, reject) => {
        const attempt: Attempt = {
          cost,
          atMs: clock.nowMs,
          signal,
          settle: (error) => {
            underWay = undefined;
            if (error === undefined) {
              known = cost;
              resolve();
            } else {
              reject(error);
            }
          },
        };
        signal.addEventListener("abort", () => {
          attempt.settle(new Error("aborted"));
        });
        attempts.push(attempt);
        underWay = attempt;
      });
    },
    onWritten: () => {
      writtenCount += 1;
    },
    onFailure: (error) => failures.push(error),
  });

  const apply = async (one: Event): Promise<void> => {
    switch (one.type) {
      case "set":
        wanted = one.cost;
        writer.set(wanted);
        break;
      case "advance":
        clock.advance(one.ms);
        break;
      case "succeed":
        underWay?.settle();
        break;
      case "fail":
        underWay?.settle(new Error("refused"));
        break;
      case "start":
        isStarted = true;
        writer.start();
        break;
    }
    await settled();
    if (underWay !== undefined) {
      expect(clock.nowMs - underWay.atMs, "a write under way").toBeLessThan(WRITE_TIMEOUT_MS);
    } else if (isStarted && wanted !== known) {
      const previous = attempts.at(-1)?.atMs ?? -Infinity;
      expect(clock.nowMs - previous, "time without a write").toBeLessThan(WRITE_PERIOD_MS);
    }
  };

  for (const one of events) {
    await apply(one);
  }
  // Whatever went before: what is wanted is written once writes succeed again.
  await apply({ type: "start" });
  for (let ms = 0; ms <= WRITE_PERIOD_MS; ms += WRITE_TIMEOUT_MS / 2) {
    await apply({ type: "succeed" });
    await apply({ type: "advance", ms: WRITE_TIMEOUT_MS / 2 });
  }
  expect(known, "what is written in the end").toBe(wanted);
  expect(writtenCount + failures.length, "writes that were told of").toBe(attempts.length);

  const before = attempts.length;
  clock.advance(WRITE_PERIOD_MS);
  wanted = 8;
  writer.set(wanted);
  writer.stop();
  isStopped = true;
  await settled();
  expect(clock.pendingTimers, "timers after the stop").toBe(0);
  writer.set(1);
  writer.start();
  clock.advance(2 * WRITE_PERIOD_MS);
  expect(attempts.length, "writes after the stop").toBe(before + 1);
  expect(underWay, "a write under way after the stop").toBeUndefined();
  expect(writtenCount + failures.length, "what was given up and told of").toBe(before);
}

it("writes the latest value, none twice and none too soon, whatever happens in which order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
      await play([{ type: "start" }, ...events]);
    }),
    { numRuns: 300 },
  );
});

it("holds the same where values come before the process is ready", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 20 }), async (events) => {
      await play(events);
    }),
    { numRuns: 100 },
  );
});

it("begins no second write while one goes on, also when that does not heed its end", () => {
  const clock = createManualClock();
  let count = 0;
  const writer = createCostWriter({
    clock,
    write: () => {
      count += 1;
      return new Promise(() => undefined);
    },
    onWritten: () => undefined,
    onFailure: () => undefined,
  });
  writer.start();
  writer.set(1);
  clock.advance(10 * WRITE_PERIOD_MS);
  writer.set(2);
  expect(count).toBe(1);
});
