import { TaskEndedError } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { MAX_LINGER_SECONDS } from "../../../agent-runtime/src/tasks/task-run.ts";
import {
  createRegistryUnderTest,
  describeTask,
  SCOPE,
  settle,
  toMessage,
} from "./registry-under-test.ts";

const limited = { maxExecutionSeconds: 30 };

describe("an executor with a deadline", () => {
  it("fails its task when it takes longer, and is told by its signal", async () => {
    const { clock, held, log, registry } = createRegistryUnderTest(limited);
    const run = registry.begin(toMessage("go"), SCOPE);
    const { release, task } = await held.next();
    clock.advance(29_999);
    expect(run.state).toBe("WORKING");
    expect(task.signal.aborted).toBe(false);
    clock.advance(1);
    expect(describeTask(await run.idle)).toBe(
      "FAILED: The agent did not finish within 30 seconds.",
    );
    expect(task.signal.reason).toEqual(new TaskEndedError(task.id, "FAILED"));
    expect(log.messages("warn")).toEqual(["The executor did not finish in time"]);
    release();
    await run.settled;
    expect(clock.pendingTimers).toBe(0);
  });

  it("has its time from the moment at which it begins, not while it waits", async () => {
    const { clock, held, registry } = createRegistryUnderTest({
      ...limited,
      maxConcurrentTasks: 1,
    });
    registry.begin(toMessage("a"), SCOPE);
    const waiting = registry.begin(toMessage("b"), SCOPE);
    const first = await held.next();
    clock.advance(29_000);
    first.release();
    await held.next();
    clock.advance(29_000);
    expect(waiting.state).toBe("WORKING");
    clock.advance(1_000);
    expect(waiting.state).toBe("FAILED");
  });

  it("has it anew for each answer", async () => {
    const { clock, held, registry } = createRegistryUnderTest(limited);
    const asking = registry.begin(toMessage("a"), SCOPE);
    const first = await held.next();
    clock.advance(29_000);
    first.task.askForInput("which?");
    first.release();
    await asking.settled;
    const run = await registry.resume(toMessage("this", { taskId: asking.task.id }), SCOPE);
    await held.next();
    clock.advance(29_000);
    expect(run.state).toBe("WORKING");
  });

  it("has none unless it is given, and leaves no timer behind", async () => {
    const { clock, held, registry } = createRegistryUnderTest();
    const run = registry.begin(toMessage("a"), SCOPE);
    const { release } = await held.next();
    clock.advance(1e9);
    expect(run.state).toBe("WORKING");
    release();
    await run.settled;
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("a caller who waits for a time", () => {
  it("has its task failed when that is over, counted from when it was taken", async () => {
    const { clock, held, log, registry } = createRegistryUnderTest({ maxConcurrentTasks: 1 });
    registry.begin(toMessage("a"), SCOPE);
    const waiting = registry.begin(toMessage("b"), SCOPE, { timeoutMs: 5_000 });
    const first = await held.next();
    clock.advance(3_000);
    first.release();
    const { release, task } = await held.next();
    clock.advance(1_999);
    expect(waiting.state).toBe("WORKING");
    clock.advance(1);
    expect(describeTask(await waiting.idle)).toBe(
      "FAILED: The agent did not finish within the 5000 ms that its caller waits.",
    );
    expect(task.signal.reason).toEqual(new TaskEndedError(task.id, "FAILED"));
    expect(log.messages("info")).toContain("The caller does not wait for the task any longer");
    release();
    await waiting.settled;
    expect(clock.pendingTimers).toBe(0);
  });

  it("has its task failed while it waits for its turn, and nobody works on it later", async () => {
    const { clock, held, registry } = createRegistryUnderTest({ maxConcurrentTasks: 1 });
    registry.begin(toMessage("a"), SCOPE);
    const waiting = registry.begin(toMessage("b"), SCOPE, { timeoutMs: 5_000 });
    const last = registry.begin(toMessage("c"), SCOPE);
    const first = await held.next();
    clock.advance(5_000);
    expect(waiting.state).toBe("FAILED");
    await waiting.settled;
    expect(registry.queuedCount).toBe(1);
    first.release();
    await settle();
    expect([held.calls, last.state]).toEqual([2, "WORKING"]);
  });

  it.each([
    [20_000, 20_000, "The agent did not finish within the 20000 ms that its caller waits."],
    [40_000, 30_000, "The agent did not finish within 30 seconds."],
  ])(
    "does not give a task more than all have, nor they more than it: of %d ms and 30 s",
    async (timeoutMs, endMs, text) => {
      const { clock, held, registry } = createRegistryUnderTest(limited);
      const run = registry.begin(toMessage("a"), SCOPE, { timeoutMs });
      await held.next();
      clock.advance(endMs - 1);
      expect(run.state).toBe("WORKING");
      clock.advance(1);
      expect(describeTask(await run.idle)).toBe(`FAILED: ${text}`);
    },
  );

  it("has no say about an answer that came before, and about one that comes after it asked", async () => {
    const { clock, held, registry } = createRegistryUnderTest();
    const asking = registry.begin(toMessage("a"), SCOPE, { timeoutMs: 5_000 });
    const first = await held.next();
    first.task.askForInput("which?");
    first.release();
    await asking.settled;
    expect(clock.pendingTimers).toBe(0);
    const run = await registry.resume(toMessage("this", { taskId: asking.task.id }), SCOPE);
    await held.next();
    clock.advance(60_000);
    expect(run.state).toBe("WORKING");
  });
});

describe("an executor that does not return after its task has ended", () => {
  it.each(["cancelled", "completed"])(
    "is told after 10 seconds that nobody waits for it any longer: task %s",
    async (end) => {
      const { clock, drain, exits, held, log, registry } = createRegistryUnderTest({
        maxConcurrentTasks: 1,
      });
      const run = registry.begin(toMessage("a"), SCOPE);
      const next = registry.begin(toMessage("b"), SCOPE);
      const { release, task } = await held.next();
      if (end === "completed") {
        task.complete();
      } else {
        await registry.cancel(task.id, SCOPE);
      }
      clock.advance(MAX_LINGER_SECONDS * 1000 - 1);
      await settle();
      expect(next.state).toBe("SUBMITTED");
      clock.advance(1);
      await settle();
      expect(task.signal.aborted).toBe(true);
      expect(next.state).toBe("WORKING");
      expect(log.messages("warn")).toEqual([
        "The executor has not returned since its task ended or asked. It is not waited for any longer",
      ]);
      drain.begin(0);
      (await held.next()).release();
      await next.settled;
      expect(exits).toEqual([0]);
      const ended = run.task;
      release(new Error("much later"));
      await settle();
      expect(run.task).toEqual(ended);
      expect(log.messages("error")).toEqual([]);
    },
  );

  it("does not hold a drain for longer", async () => {
    const { clock, drain, exits, held, registry } = createRegistryUnderTest();
    registry.begin(toMessage("a"), SCOPE);
    const { task } = await held.next();
    drain.begin(0);
    await registry.cancel(task.id, SCOPE);
    clock.advance(MAX_LINGER_SECONDS * 1000);
    await settle();
    expect(exits).toEqual([0]);
  });

  it("does not hold the answer to its question for longer, and cannot touch the task any more", async () => {
    const { clock, held, registry } = createRegistryUnderTest();
    const asking = registry.begin(toMessage("a"), SCOPE);
    const hanging = await held.next();
    hanging.task.askForInput("which?");
    const answering = registry.resume(toMessage("this", { taskId: asking.task.id }), SCOPE);
    await settle();
    expect(held.calls).toBe(1);
    clock.advance(MAX_LINGER_SECONDS * 1000);
    const run = await answering;
    const second = await held.next();
    expect(() => {
      hanging.task.report("still here");
    }).toThrow(TaskEndedError);
    hanging.release(new Error("much later"));
    await settle();
    expect(await registry.get(run.task.id, SCOPE)).toMatchObject({ id: run.task.id });
    second.task.complete("done");
    second.release();
    await run.settled;
    expect(describeTask(await registry.get(run.task.id, SCOPE))).toBe("COMPLETED: done");
  });
});
