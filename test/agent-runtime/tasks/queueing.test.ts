import { RefusedError } from "../../../agent-runtime/src/errors.ts";
import { describe, expect, it } from "vitest";
import { readAll } from "../agent-under-test.ts";
import {
  createRegistryUnderTest,
  describeTask,
  SCOPE,
  settle,
  toMessage,
} from "./registry-under-test.ts";

const one = { maxConcurrentTasks: 1 };

describe("a registry with a limit", () => {
  it("lets a task wait as SUBMITTED until the one before it is done, first come, first served", async () => {
    const { held, registry } = createRegistryUnderTest(one);
    const runs = ["a", "b", "c"].map((text) => registry.begin(toMessage(text), SCOPE));
    const states = () => runs.map(({ state }) => state);
    expect(states()).toEqual(["WORKING", "SUBMITTED", "SUBMITTED"]);
    for (const text of ["a", "b", "c"]) {
      const { release, task } = await held.next();
      expect(task.message.text).toBe(text);
      release();
    }
    await Promise.all(runs.map(({ settled }) => settled));
    expect(states()).toEqual(["COMPLETED", "COMPLETED", "COMPLETED"]);
  });

  it("never works on more tasks than it may, and counts both kinds", async () => {
    const { held, registry } = createRegistryUnderTest({ maxConcurrentTasks: 2 });
    for (const text of ["a", "b", "c"]) {
      registry.begin(toMessage(text), SCOPE);
    }
    await settle();
    expect(held.calls).toBe(2);
    const { activeCount, capacity, queuedCount } = registry;
    expect({ activeCount, capacity, queuedCount }).toEqual({
      activeCount: 2,
      capacity: 2,
      queuedCount: 1,
    });
  });

  it("has neither capacity nor a queue when there is no limit", async () => {
    const { held, registry } = createRegistryUnderTest();
    for (let count = 0; count < 300; count += 1) {
      registry.begin(toMessage("go"), SCOPE);
    }
    await settle();
    expect(held.calls).toBe(300);
    expect(registry.queuedCount).toBe(0);
    expect(registry.capacity).toBeUndefined();
  });

  it("shows a stream that the task waits, and then that it is worked on", async () => {
    const { held, registry } = createRegistryUnderTest(one);
    registry.begin(toMessage("a"), SCOPE);
    const events = readAll(registry.begin(toMessage("b"), SCOPE).subscribe());
    (await held.next()).release();
    (await held.next()).release();
    expect(
      (await events).map(({ payload }) =>
        payload?.$case === "task" || payload?.$case === "statusUpdate"
          ? [payload.$case, payload.value.status?.state]
          : undefined,
      ),
    ).toEqual([
      ["task", 1],
      ["statusUpdate", 2],
      ["statusUpdate", 3],
    ]);
  });

  it("refuses a task beyond the queue, and leaves no trace of it", async () => {
    const { drain, held, registry } = createRegistryUnderTest({ ...one, maxQueuedTasks: 1 });
    registry.begin(toMessage("a"), SCOPE);
    registry.begin(toMessage("b"), SCOPE);
    expect(() => registry.begin(toMessage("c"), SCOPE)).toThrow(
      new RefusedError(
        "AGENT_OVERLOADED",
        "The agent has as many tasks as it may: it works on 1, and 1 wait. Send the message again later.",
        { retryAfterSeconds: 1 },
      ),
    );
    expect(drain.activeTasks).toBe(2);
    (await held.next()).release();
    (await held.next()).release();
    await settle();
    expect(drain.activeTasks).toBe(0);
    expect(held.calls).toBe(2);
    expect(() => registry.begin(toMessage("c"), SCOPE)).not.toThrow();
  });

  it.each([
    [2, 7_000, 4],
    [1, 20, 1],
    [1, 3_600_000, 60],
  ])(
    "asks to come back when a place is likely to be free: with %i places, after tasks of %i ms, in %i s",
    async (maxConcurrentTasks, durationMs, seconds) => {
      const { clock, held, registry } = createRegistryUnderTest({
        maxConcurrentTasks,
        maxQueuedTasks: 0,
      });
      const first = registry.begin(toMessage("a"), SCOPE);
      const { release } = await held.next();
      clock.advance(durationMs);
      release();
      await first.settled;
      for (let count = 0; count < maxConcurrentTasks; count += 1) {
        registry.begin(toMessage("b"), SCOPE);
      }
      expect(() => registry.begin(toMessage("c"), SCOPE)).toThrow(
        expect.objectContaining({
          reason: "AGENT_OVERLOADED",
          retryAfterSeconds: seconds,
        }) as Error,
      );
    },
  );

  it("lets an answer wait, too, but never refuses it: it continues accepted work", async () => {
    const { held, registry } = createRegistryUnderTest({ ...one, maxQueuedTasks: 0 });
    const asking = registry.begin(toMessage("a"), SCOPE);
    const first = await held.next();
    first.task.askForInput("which?");
    first.release();
    await asking.settled;
    registry.begin(toMessage("b"), SCOPE);
    const answer = toMessage("this", { taskId: asking.task.id });
    const run = await registry.resume(answer, SCOPE);
    expect(run.state).toBe("SUBMITTED");
    expect(registry.queuedCount).toBe(1);
    (await held.next()).release();
    const second = await held.next();
    expect(second.task.message.text).toBe("this");
    second.release();
    expect(describeTask(await run.idle)).toBe("COMPLETED");
  });

  it("ends a task that is cancelled while it waits, without a call of the executor", async () => {
    const { drain, held, registry } = createRegistryUnderTest(one);
    registry.begin(toMessage("a"), SCOPE);
    const waiting = registry.begin(toMessage("b"), SCOPE);
    await registry.cancel(waiting.task.id, SCOPE);
    expect(describeTask(await waiting.idle)).toBe("CANCELED: Cancelled by the caller.");
    await waiting.settled;
    expect(registry.queuedCount).toBe(0);
    expect(drain.activeTasks).toBe(1);
    (await held.next()).release();
    await settle();
    expect(held.calls).toBe(1);
    expect(drain.activeTasks).toBe(0);
  });
});

describe("a drain with tasks that wait", () => {
  it("has them worked on, and ends with the last one", async () => {
    const { drain, exits, held, registry } = createRegistryUnderTest(one);
    const runs = ["a", "b"].map((text) => registry.begin(toMessage(text), SCOPE));
    drain.begin(0);
    (await held.next()).release();
    (await held.next()).release();
    await Promise.all(runs.map(({ settled }) => settled));
    expect(runs.map(({ state }) => state)).toEqual(["COMPLETED", "COMPLETED"]);
    expect(exits).toEqual([0]);
  });

  it("rejects them at its deadline: another replica can do what nobody has begun", async () => {
    const { clock, drain, exits, held, registry } = createRegistryUnderTest(one);
    const runs = ["a", "b"].map((text) => registry.begin(toMessage(text), SCOPE));
    const { release } = await held.next();
    drain.begin(0);
    clock.advance(100_000);
    expect(runs.map(({ task }) => describeTask(task))).toEqual([
      "FAILED: aborted",
      "REJECTED: The agent had to go away before it began with the task. Send the message again: another replica takes it.",
    ]);
    expect(runs.map(({ task }) => task.status?.message?.metadata)).toEqual(
      runs.map(() => ({ reason: "POD_TERMINATED", retryable: true })),
    );
    release();
    await settle();
    expect(held.calls).toBe(1);
    expect(exits).toEqual([0]);
  });

  it("leaves a task alone that waits for its caller while its executor has not returned", async () => {
    const { clock, drain, exits, held, registry } = createRegistryUnderTest();
    const run = registry.begin(toMessage("a"), SCOPE);
    const { release, task } = await held.next();
    drain.begin(0);
    clock.advance(95_000);
    task.askForInput("which?");
    clock.advance(5_000);
    expect(task.signal.aborted).toBe(true);
    release(new Error("stopped"));
    await run.settled;
    expect(describeTask(run.task)).toBe("INPUT_REQUIRED: which?");
    expect(exits).toEqual([0]);
  });
});
