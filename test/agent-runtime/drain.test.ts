import { createDrain, type DrainState } from "@berth/agent-runtime";
import { ABORT_WINDOW_SECONDS } from "@berth/contract";
import { describe, expect, it, vi } from "vitest";
import { createManualClock } from "./manual-clock.ts";

const MAX_TASK_SECONDS = 100;

function setUp() {
  const clock = createManualClock();
  const states: DrainState[] = [];
  const exit = vi.fn<(code: 0 | 1) => void>();
  const abortTasks = vi.fn<() => void>();
  const drain = createDrain({
    maxTaskSeconds: MAX_TASK_SECONDS,
    clock,
    abortTasks,
    exit,
    onStateChange: (state) => states.push(state),
  });
  return { clock, states, exit, abortTasks, drain };
}

function setUpReady() {
  const set = setUp();
  set.drain.markReady();
  return set;
}

describe("a process without tasks", () => {
  it("exits at once when it is told to go before it is ready", () => {
    const { drain, exit, states } = setUp();
    drain.begin(5);
    expect(exit.mock.calls).toEqual([[0]]);
    expect(states).toEqual(["closed"]);
  });

  it("exits when the accept window is over, not before", () => {
    const { drain, clock, exit } = setUpReady();
    drain.begin(5);
    clock.advance(4_999);
    expect(drain.state).toBe("ready");
    expect(exit).not.toHaveBeenCalled();
    clock.advance(1);
    expect(exit.mock.calls).toEqual([[0]]);
  });

  it("exits at once when the kubelet has slept already", () => {
    const { drain, exit, states } = setUpReady();
    drain.begin(0);
    expect(exit.mock.calls).toEqual([[0]]);
    expect(states).toEqual(["ready", "draining", "closed"]);
  });
});

describe("a process with tasks", () => {
  it("accepts a task in the accept window and waits for it as for any other", () => {
    const { drain, clock, exit } = setUpReady();
    drain.begin(5);
    clock.advance(4_000);
    const end = drain.tryBegin("new");
    clock.advance(60_000);
    expect(drain.state).toBe("draining");
    expect(exit).not.toHaveBeenCalled();
    end?.();
    expect(exit.mock.calls).toEqual([[0]]);
  });

  it("refuses new tasks while it drains and still continues those that live here", () => {
    const { drain } = setUpReady();
    drain.tryBegin("new");
    drain.begin(0);
    expect(drain.tryBegin("new")).toBeUndefined();
    expect(drain.tryBegin("follow-up")).toBeTypeOf("function");
  });

  it("aborts at the deadline and exits as soon as the aborted tasks have ended", () => {
    const { drain, clock, exit, abortTasks, states } = setUpReady();
    const end = drain.tryBegin("new");
    drain.begin(5);
    clock.advance((5 + MAX_TASK_SECONDS) * 1000);
    expect(abortTasks).toHaveBeenCalledTimes(1);
    expect(exit).not.toHaveBeenCalled();
    end?.();
    expect(exit.mock.calls).toEqual([[0]]);
    expect(states).toEqual(["ready", "draining", "aborting", "closed"]);
  });

  it("exits once when its tasks end inside the call that aborts them", () => {
    const { drain, clock, exit, abortTasks } = setUpReady();
    const end = drain.tryBegin("new");
    abortTasks.mockImplementation(() => end?.());
    drain.begin(0);
    clock.advance(MAX_TASK_SECONDS * 1000);
    expect(exit.mock.calls).toEqual([[0]]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("leaves a task behind that does not end when it is aborted, and says so by its exit code", () => {
    const { drain, clock, exit } = setUpReady();
    drain.tryBegin("new");
    drain.begin(0);
    clock.advance((MAX_TASK_SECONDS + ABORT_WINDOW_SECONDS) * 1000);
    expect(exit.mock.calls).toEqual([[1]]);
  });

  it("does not count a task twice that ends twice", () => {
    const { drain, exit } = setUpReady();
    const end = drain.tryBegin("new");
    drain.tryBegin("new");
    drain.begin(0);
    end?.();
    end?.();
    expect(drain.activeTasks).toBe(1);
    expect(exit).not.toHaveBeenCalled();
  });

  it("closes an open accept window when it is told again without one", () => {
    const { drain } = setUpReady();
    drain.tryBegin("new");
    drain.begin(5);
    drain.begin(0);
    expect(drain.state).toBe("draining");
  });

  it("exits with 1 at once when it is abandoned", () => {
    const { drain, exit, clock } = setUpReady();
    drain.tryBegin("new");
    drain.begin(0);
    drain.abandon();
    expect(exit.mock.calls).toEqual([[1]]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("stays closed when whoever is told of a change abandons it", () => {
    const clock = createManualClock();
    const exit = vi.fn<(code: 0 | 1) => void>();
    const abortTasks = vi.fn<() => void>();
    const drain = createDrain({
      maxTaskSeconds: MAX_TASK_SECONDS,
      clock,
      abortTasks,
      exit,
      onStateChange: (state) => {
        if (state === "aborting") {
          drain.abandon();
        }
      },
    });
    drain.markReady();
    drain.tryBegin("new");
    drain.begin(0);
    clock.advance(1_000_000);
    expect(drain.state).toBe("closed");
    expect(exit).toHaveBeenCalledTimes(1);
    expect(abortTasks).not.toHaveBeenCalled();
  });
});
