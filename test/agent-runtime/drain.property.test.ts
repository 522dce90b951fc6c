import { createDrain, type WorkKind } from "@berth/agent-runtime";
import { ABORT_WINDOW_SECONDS } from "@berth/contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createManualClock } from "./manual-clock.ts";

// Any sequence of what can happen to a process is played against a drain. Beside it runs a model
// that knows nothing of states and timers, only when what was asked for. The model says what may
// and must have happened by now; a lost task, a second exit or a process that stays shows as a
// difference.

type Event =
  | { type: "markReady" | "abandon" }
  | { type: "advance"; seconds: number }
  | { type: "work"; kind: WorkKind }
  | { type: "end"; index: number }
  | { type: "begin"; acceptWindowSeconds: number };

interface Model {
  isReady: boolean;
  /** When new tasks are refused from on. */
  refuseSeconds: number;
  isAbandoned: boolean;
  running: number;
}

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Event>({ type: "markReady" }) },
  { weight: 1, arbitrary: fc.constant<Event>({ type: "abandon" }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("advance" as const),
      seconds: fc.integer({ min: 1, max: 30 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("work" as const),
      kind: fc.constantFrom<WorkKind>("new", "follow-up"),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant("end" as const), index: fc.nat({ max: 20 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("begin" as const),
      acceptWindowSeconds: fc.integer({ min: 0, max: 10 }),
    }),
  },
);

function play(events: readonly Event[], maxTaskSeconds: number): void {
  const clock = createManualClock();
  const exits: { code: 0 | 1; running: number; isDue: boolean }[] = [];
  const aborts: number[] = [];
  const ends: (() => void)[] = [];
  const model: Model = {
    isReady: false,
    refuseSeconds: Infinity,
    isAbandoned: false,
    running: 0,
  };
  const drain = createDrain({
    maxTaskSeconds,
    clock,
    abortTasks: () => aborts.push(clock.nowMs / 1000),
    exit: (code) => exits.push({ code, running: model.running, isDue: isExitDue() }),
  });
  const nowSeconds = (): number => clock.nowMs / 1000;
  const isExitDue = (): boolean =>
    model.isAbandoned ||
    (model.running === 0 && nowSeconds() >= model.refuseSeconds) ||
    nowSeconds() >= model.refuseSeconds + maxTaskSeconds + ABORT_WINDOW_SECONDS;

  const apply = (one: Event): void => {
    const isGone = exits.length > 0;
    switch (one.type) {
      case "markReady":
        drain.markReady();
        model.isReady ||= !isGone;
        break;
      case "abandon":
        model.isAbandoned = true;
        drain.abandon();
        break;
      case "advance":
        clock.advance(one.seconds * 1000);
        break;
      case "work": {
        const end = drain.tryBegin(one.kind);
        const isOpen =
          one.kind === "new"
            ? nowSeconds() < model.refuseSeconds
            : nowSeconds() < model.refuseSeconds + maxTaskSeconds;
        expect(end !== undefined, one.kind).toBe(model.isReady && !isGone && isOpen);
        if (end !== undefined) {
          ends.push(end);
          model.running += 1;
        }
        break;
      }
      case "end": {
        const [end] = ends.splice(one.index % Math.max(ends.length, 1), 1);
        if (end !== undefined) {
          model.running -= 1;
          end();
          end();
        }
        break;
      }
      case "begin": {
        const until = model.isReady ? nowSeconds() + one.acceptWindowSeconds : nowSeconds();
        if (model.refuseSeconds === Infinity || one.acceptWindowSeconds === 0) {
          model.refuseSeconds = Math.min(model.refuseSeconds, until);
        }
        drain.begin(one.acceptWindowSeconds);
        break;
      }
    }
  };

  const check = (): void => {
    expect(exits.length, "exits").toBe(exits.length > 0 || isExitDue() ? 1 : 0);
    expect(drain.activeTasks, "active tasks").toBe(model.running);
    for (const { code, running, isDue } of exits) {
      expect(isDue, "the time of the exit").toBe(true);
      expect(code, "exit code").toBe(running === 0 ? 0 : 1);
      expect(clock.pendingTimers, "timers after the exit").toBe(0);
    }
    for (const abortSeconds of aborts) {
      expect(abortSeconds, "abort").toBe(model.refuseSeconds + maxTaskSeconds);
    }
    expect(aborts.length, "aborts").toBeLessThanOrEqual(1);
  };

  for (const one of events) {
    apply(one);
    check();
  }
  // Whatever went before: a process that is told to go is gone in the end.
  apply({ type: "begin", acceptWindowSeconds: 0 });
  check();
  apply({ type: "advance", seconds: maxTaskSeconds + ABORT_WINDOW_SECONDS });
  check();
  expect(exits).toHaveLength(1);
}

it("loses no task before the deadline and exits exactly once, whatever happens in which order", () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 40 }),
      fc.integer({ min: 1, max: 60 }),
      (events, maxTaskSeconds) => {
        play([{ type: "markReady" }, ...events], maxTaskSeconds);
      },
    ),
    { numRuns: 1000 },
  );
});

it("holds the same for a process that is told to go while it starts", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 10 }), (events) => {
      play(events, 10);
    }),
    { numRuns: 500 },
  );
});
