import { TaskEndedError } from "@berth/agent-runtime";
import { describe, expect, it, vi } from "vitest";
import { createLifecycle, type LifecycleOptions } from "../../agent-runtime/src/lifecycle.ts";
import type { OpenPort } from "../../agent-runtime/src/server.ts";
import { createFakeHost } from "./fake-host.ts";
import { createManualClock } from "./manual-clock.ts";
import { createRecordedLog } from "./recorded-log.ts";

/** A port that closes when the test says so, or when its answers are cut. */
function createFakePort() {
  let finish: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const cuts: string[] = [];
  const port = {
    port: 1,
    shedConnections: vi.fn<() => void>(),
    close: vi.fn<OpenPort["close"]>((cutAnswers) => {
      cutAnswers.addEventListener("abort", () => {
        cuts.push("cut");
        finish();
      });
      return answered;
    }),
  };
  return { port, finish, cuts };
}

function setUp(change: Partial<LifecycleOptions> = {}) {
  const clock = createManualClock();
  const host = createFakeHost();
  const log = createRecordedLog();
  const { port, finish, cuts } = createFakePort();
  const abortTasks = vi.fn<() => void>();
  const lifecycle = createLifecycle({
    maxTaskSeconds: 100,
    acceptWindowSeconds: 0,
    isDrainOn: true,
    ...change,
    clock,
    host,
    log,
    abortTasks,
  });
  lifecycle.watch();
  lifecycle.adopt(port);
  lifecycle.drain.markReady();
  return { abortTasks, clock, cuts, finish, host, lifecycle, log, port };
}

describe("a process that is asked to drain and stay", () => {
  it("keeps its ports open when it has drained, until it is told to go", async () => {
    const { finish, host, lifecycle, port } = setUp();
    const end = lifecycle.drain.tryBegin("new");
    const seen: string[] = [];
    void lifecycle.drainAndStay().then(() => seen.push("drained"));
    expect(lifecycle.drain.tryBegin("new")).toBeUndefined();
    await Promise.resolve();
    expect(seen).toEqual([]);
    end?.();
    await expect.poll(() => seen).toEqual(["drained"]);
    expect(port.close).not.toHaveBeenCalled();
    expect(host.exits).toEqual([]);
    host.signal("SIGTERM");
    finish();
    await expect.poll(() => host.exits).toEqual([0]);
    expect(port.close).toHaveBeenCalledTimes(1);
  });

  it("goes as soon as it has drained when it is told to go meanwhile", async () => {
    const { finish, host, lifecycle } = setUp();
    const end = lifecycle.drain.tryBegin("new");
    const drained = lifecycle.drainAndStay();
    host.signal("SIGTERM");
    finish();
    end?.();
    await drained;
    await expect.poll(() => host.exits).toEqual([0]);
  });

  it("drains once, however often it is asked, also while it goes", async () => {
    const { finish, host, lifecycle } = setUp();
    const end = lifecycle.drain.tryBegin("new");
    host.signal("SIGTERM");
    const drained = Promise.all([lifecycle.drainAndStay(), lifecycle.drainAndStay()]);
    end?.();
    await drained;
    finish();
    await expect.poll(() => host.exits).toEqual([0]);
  });
});

describe("what tasks leave to be done", () => {
  it("is done after the last task and before the ports close", async () => {
    const settled = Promise.withResolvers<undefined>();
    const settle = vi.fn<(cut: AbortSignal) => Promise<undefined>>(() => settled.promise);
    const { finish, host, lifecycle, port } = setUp({ settle });
    const end = lifecycle.drain.tryBegin("new");
    host.signal("SIGTERM");
    expect(settle).not.toHaveBeenCalled();
    end?.();
    expect(settle).toHaveBeenCalledTimes(1);
    expect(port.close).not.toHaveBeenCalled();
    settled.resolve(undefined);
    await expect.poll(() => port.close.mock.calls.length).toBe(1);
    finish();
    await expect.poll(() => host.exits).toEqual([0]);
  });

  it("is cut when it takes longer than there is time, and what fails stops nothing", async () => {
    const settle = (cut: AbortSignal): Promise<never> =>
      new Promise((_, reject) => {
        cut.addEventListener("abort", () => {
          reject(new Error("cut"));
        });
      });
    const { clock, finish, host, log } = setUp({ settle });
    host.signal("SIGTERM");
    clock.advance(10_000);
    finish();
    await expect.poll(() => host.exits).toEqual([0]);
    expect(log.messages("warn")).toEqual(["What the tasks left was cut"]);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("a process that is told to go", () => {
  it("ends with 0 when its answers have been sent, not before", async () => {
    const { finish, host, lifecycle, port } = setUp();
    const end = lifecycle.drain.tryBegin("new");
    host.signal("SIGTERM");
    expect(lifecycle.isLeaving).toBe(true);
    expect(port.shedConnections).toHaveBeenCalledTimes(1);
    end?.();
    expect(port.close).toHaveBeenCalledTimes(1);
    await Promise.resolve();
    expect(host.exits).toEqual([]);
    finish();
    await expect.poll(() => host.exits).toEqual([0]);
    expect(host.listeners).toBe(0);
  });

  it("leaves no timer behind", async () => {
    const { clock, finish, host } = setUp();
    host.signal("SIGTERM");
    finish();
    await expect.poll(() => host.exits).toEqual([0]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("takes new tasks for as long as it should, and asks callers to connect anew meanwhile", () => {
    const { clock, host, lifecycle, port } = setUp({ acceptWindowSeconds: 5 });
    host.signal("SIGTERM");
    expect(lifecycle.isLeaving).toBe(true);
    clock.advance(4_999);
    const end = lifecycle.drain.tryBegin("new");
    expect(end).toBeDefined();
    expect(port.shedConnections).not.toHaveBeenCalled();
    clock.advance(1);
    expect(lifecycle.drain.tryBegin("new")).toBeUndefined();
    expect(port.shedConnections).toHaveBeenCalledTimes(1);
  });

  it("cuts answers that nobody takes off after the time for aborts", async () => {
    const { clock, cuts, host, log } = setUp();
    host.signal("SIGTERM");
    clock.advance(9_999);
    expect(cuts).toEqual([]);
    expect(log.messages("warn")).toEqual([]);
    clock.advance(1);
    expect(cuts).toEqual(["cut"]);
    expect(log.messages("warn")).toEqual(["Answers that nobody took off were cut"]);
    await expect.poll(() => host.exits).toEqual([0]);
  });

  it("cuts them after one second when tasks had to be aborted, since SIGKILL is near", async () => {
    const { abortTasks, clock, cuts, host, lifecycle } = setUp();
    const end = lifecycle.drain.tryBegin("new");
    host.signal("SIGTERM");
    clock.advance(100_000);
    expect(abortTasks).toHaveBeenCalledTimes(1);
    end?.();
    clock.advance(999);
    expect(cuts).toEqual([]);
    clock.advance(1);
    expect(cuts).toEqual(["cut"]);
    await expect.poll(() => host.exits).toEqual([0]);
  });

  it("ends with 1 when it leaves a task behind that does not stop", async () => {
    const { clock, finish, host, lifecycle } = setUp();
    lifecycle.drain.tryBegin("new");
    host.signal("SIGTERM");
    clock.advance(100_000 + 10_000);
    finish();
    await expect.poll(() => host.exits).toEqual([1]);
  });

  it("ends with 0 at once when it is told so before it is ready", async () => {
    const host = createFakeHost();
    const lifecycle = createLifecycle({
      maxTaskSeconds: 100,
      acceptWindowSeconds: 5,
      isDrainOn: true,
      clock: createManualClock(),
      host,
      log: createRecordedLog(),
      abortTasks: () => undefined,
    });
    lifecycle.watch();
    host.signal("SIGTERM");
    await expect.poll(() => host.exits).toEqual([0]);
  });
});

describe("somebody who insists", () => {
  it.each([
    ["SIGTERM", "SIGTERM"],
    ["SIGTERM", "SIGINT"],
    ["SIGINT", "SIGTERM"],
  ] as const)("ends the process with 1 at once: %s, then %s", (first, second) => {
    const { host, lifecycle } = setUp();
    lifecycle.drain.tryBegin("new");
    host.signal(first);
    expect(host.exits).toEqual([]);
    host.signal(second);
    expect(host.exits).toEqual([1]);
  });

  it("is not who presses Ctrl-C once, though launchers pass the signal on", () => {
    const { clock, host, lifecycle } = setUp();
    lifecycle.drain.tryBegin("new");
    host.signal("SIGINT");
    clock.advance(499);
    host.signal("SIGINT");
    expect(host.exits).toEqual([]);
  });

  it("is who goes on to press Ctrl-C, however fast", () => {
    const { clock, host, lifecycle } = setUp();
    lifecycle.drain.tryBegin("new");
    host.signal("SIGINT");
    clock.advance(300);
    host.signal("SIGINT");
    expect(host.exits).toEqual([]);
    clock.advance(200);
    host.signal("SIGINT");
    expect(host.exits).toEqual([1]);
  });
});

describe("a process whose drain is off", () => {
  it("ends at the first signal and loses its tasks", () => {
    const { host, lifecycle } = setUp({ isDrainOn: false });
    lifecycle.drain.tryBegin("new");
    host.signal("SIGTERM");
    expect(host.exits).toEqual([1]);
  });

  it("ends with 0 when there is nothing to lose", () => {
    const { host } = setUp({ isDrainOn: false });
    host.signal("SIGINT");
    expect(host.exits).toEqual([0]);
  });
});

describe("leaving without an end of the process", () => {
  it("drains and closes the ports", async () => {
    const { finish, host, lifecycle } = setUp();
    const end = lifecycle.drain.tryBegin("new");
    const left = lifecycle.leave();
    expect(lifecycle.drain.tryBegin("new")).toBeUndefined();
    end?.();
    finish();
    await left;
    expect(host.exits).toEqual([]);
    expect(host.listeners).toBe(0);
  });

  it("closes a port at once that comes later, and waits for it", async () => {
    const { finish, lifecycle } = setUp();
    finish();
    await lifecycle.leave();
    const late = createFakePort();
    lifecycle.adopt(late.port);
    expect(late.port.close).toHaveBeenCalledTimes(1);
    const left = lifecycle.leave().then(() => late.cuts.push("left"));
    await Promise.resolve();
    expect(late.cuts).toEqual([]);
    late.finish();
    await left;
    expect(late.cuts).toEqual(["left"]);
  });

  it("may be asked for twice", async () => {
    const { finish, lifecycle, port } = setUp();
    finish();
    await Promise.all([lifecycle.leave(), lifecycle.leave()]);
    expect(port.close).toHaveBeenCalledTimes(1);
  });
});

describe("an error that nobody catches", () => {
  it.each(["exception", "rejection"] as const)(
    "ends no process as %s when it only says that a task has ended",
    (kind) => {
      const { host, log } = setUp();
      expect(host.stray(new TaskEndedError("t1", "CANCELED"), kind)).toBe(true);
      expect(log.messages("warn")).toEqual(["An executor went on after its task had ended"]);
    },
  );

  it("ends no other task as a rejection that nobody waits for", () => {
    const { host, log } = setUp();
    expect(host.stray(new Error("lost"), "rejection")).toBe(true);
    expect(log.messages("error")).toEqual(["Nobody caught a rejection"]);
  });

  it("ends the process as an exception, since nobody knows what is left", () => {
    const { host, log } = setUp();
    expect(host.stray(new Error("lost"), "exception")).toBe(false);
    expect(log.messages("error")).toEqual(["Nobody caught an exception"]);
  });
});
