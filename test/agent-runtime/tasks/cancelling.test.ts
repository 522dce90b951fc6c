import { TaskEndedError } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { createAgentUnderTest, createUserMessage, readAll, toParams } from "../agent-under-test.ts";
import { createHeldExecutor } from "../held-executor.ts";
import { beginHeld, run } from "./runs.ts";

describe("cancelling", () => {
  it("tells the executor by its signal, and the task stays CANCELED whatever it does", async () => {
    const { agent, getTask, id, release, task } = await beginHeld();
    const { result } = await agent.call("CancelTask", { id });
    expect(result.status).toMatchObject({
      state: "TASK_STATE_CANCELED",
      message: { parts: [{ text: "Cancelled by the caller." }] },
    });
    expect(task.signal.aborted).toBe(true);
    expect(task.signal.reason).toBeInstanceOf(TaskEndedError);
    expect(() => task.addArtifact({ parts: [{ text: "late" }] })).toThrow("has ended (CANCELED)");
    expect(() => {
      task.complete();
    }).toThrow("has ended (CANCELED)");
    release();
    await expect.poll(() => agent.drain.activeTasks).toBe(0);
    expect(await getTask()).toEqual(result);
  });

  it("counts the work until the executor has really stopped", async () => {
    const { agent, id, release } = await beginHeld();
    await agent.call("CancelTask", { id });
    expect(agent.drain.activeTasks).toBe(1);
    release();
    await expect.poll(() => agent.drain.activeTasks).toBe(0);
  });

  it("makes no failure of what the executor throws when it is stopped", async () => {
    const { agent, getTask, id, release, task } = await beginHeld();
    await agent.call("CancelTask", { id });
    release(task.signal.reason as Error);
    await expect.poll(() => agent.drain.activeTasks).toBe(0);
    expect((await getTask()).status.state).toBe("TASK_STATE_CANCELED");
    expect(agent.log.messages("error")).toEqual([]);
    expect(agent.log.messages("warn")).toEqual([]);
  });

  it("ends blocking answers and streams at once", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const blocking = agent.call("SendMessage", toParams("go"));
    const { task } = await held.next();
    const stream = readAll(await agent.stream("SubscribeToTask", { id: task.id }));
    await agent.call("CancelTask", { id: task.id });
    expect((await blocking).result.task.status.state).toBe("TASK_STATE_CANCELED");
    expect((await stream).at(-1)).toMatchObject({
      statusUpdate: { status: { state: "TASK_STATE_CANCELED" } },
    });
  });

  it("reaches a task before its executor is called, which then never is", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const begun = agent.registry.begin(createUserMessage("go"), "scope");
    await agent.registry.cancel(begun.task.id, "scope");
    await begun.settled;
    expect(held.calls).toBe(0);
    expect(agent.drain.activeTasks).toBe(0);
  });

  it("is the same when it is asked for again", async () => {
    const { agent, id } = await beginHeld();
    const first = await agent.call("CancelTask", { id });
    expect(await agent.call("CancelTask", { id })).toEqual(first);
  });

  it("ends a task that waits for its caller", async () => {
    const { agent, task } = await run((given) => {
      given.askForInput("which one?");
    });
    const { result } = await agent.call("CancelTask", { id: task.id });
    expect(result.status.state).toBe("TASK_STATE_CANCELED");
    const { error } = await agent.call("SendMessage", toParams("this", { taskId: task.id }));
    expect(error.message).toBe(
      `Task ${task.id} has ended (CANCELED). Send the message without 'taskId' for a new task.`,
    );
  });

  it("is refused for a task that has ended in another way", async () => {
    const { agent, task } = await run(() => undefined);
    const { error } = await agent.call("CancelTask", { id: task.id });
    expect(error).toMatchObject({
      code: -32002,
      message: `Task ${task.id} has ended (COMPLETED).`,
    });
  });
});

describe("cancelling a task that ends meanwhile", () => {
  it.each([0, 1, 2, 3, 4, 5])(
    "is refused, or has cancelled it before: after %i turns",
    async (turns) => {
      const held = createHeldExecutor();
      const { registry } = createAgentUnderTest(held.execute);
      const begun = registry.begin(createUserMessage("go"), "scope");
      const { release, task } = await held.next();
      const outcome = registry.cancel(begun.task.id, "scope").then(
        () => "CANCELED",
        (error: unknown) => String(error),
      );
      for (let turn = 0; turn < turns; turn += 1) {
        await Promise.resolve();
      }
      try {
        task.complete("done");
        expect(await outcome).toContain("has ended (COMPLETED)");
      } catch (error) {
        expect(error).toEqual(new TaskEndedError(task.id, "CANCELED"));
        expect(await outcome).toBe("CANCELED");
      }
      release();
    },
  );
});

describe("aborting what still runs", () => {
  it("leaves the task alone that has ended, but tells its executor, which has not returned", async () => {
    const { agent, getTask, release, task } = await beginHeld();
    task.complete("done");
    const ended = await getTask();
    agent.registry.abortAll("aborted");
    expect(await getTask()).toEqual(ended);
    expect(task.signal.reason).toEqual(new TaskEndedError(task.id, "COMPLETED"));
    release();
  });

  it("ends a drain at its deadline when an executor only goes on after its task has ended", async () => {
    const agent = createAgentUnderTest(
      (task) =>
        new Promise((resolve) => {
          task.signal.addEventListener("abort", () => {
            resolve();
          });
          task.complete("done");
        }),
    );
    await agent.call("SendMessage", toParams("go"));
    agent.drain.begin(0);
    expect(agent.drain.state).toBe("draining");
    agent.clock.advance(100_000);
    await expect.poll(() => agent.drain.state).toBe("closed");
    expect(agent.drain.activeTasks).toBe(0);
  });
});
