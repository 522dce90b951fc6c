import { setImmediate } from "node:timers/promises";
import { TaskState } from "@a2a-js/sdk";
import type { AgentTask } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { createAgentUnderTest, createUserMessage, readAll, toParams } from "../agent-under-test.ts";
import { createHeldExecutor } from "../held-executor.ts";
import type { WireAnswer } from "../wire-types.ts";

/** Lets everything happen that only waits for its turn. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await setImmediate();
  }
}

const immediately = { returnImmediately: true };

/** Asks which table on the first call, and answers on the second. */
function askThenAnswer(task: AgentTask): void {
  if (task.history.length === 0) {
    task.askForInput("Which table?");
  } else {
    task.complete(`${task.history.map(({ text }) => text).join(" ")} ${task.message.text}`);
  }
}

describe("a task that asks its caller", () => {
  it("does not grow without end: beyond 32 MiB the caller is sent to a new task", async () => {
    const agent = createAgentUnderTest(
      (task) => {
        task.askForInput("More?");
      },
      { maxBodyBytes: 20_000_000 },
    );
    const { id } = (await agent.call("SendMessage", toParams("x"))).result.task;
    const more = (): Promise<WireAnswer> =>
      agent.call(
        "SendMessage",
        toParams("x".repeat(12_000_000), { taskId: id }, { historyLength: 0 }),
      );
    const answers = [await more(), await more(), await more(), await more()];
    expect(
      answers.map((answer) =>
        Object.hasOwn(answer, "error") ? answer.error.message.replace(id, "ID") : "taken",
      ),
    ).toEqual([
      "taken",
      "taken",
      "taken",
      expect.stringMatching(/^Task ID has grown to \d+ bytes, and goes on only below 33554432\. /),
    ]);
    expect((await agent.call("CancelTask", { id })).result.status.state).toBe(
      "TASK_STATE_CANCELED",
    );
  });

  it("goes on with the answer: the executor gets it with what was said before", async () => {
    const agent = createAgentUnderTest(askThenAnswer);
    const first = (await agent.call("SendMessage", toParams("Medians, please."))).result.task;
    expect(first.status.state).toBe("TASK_STATE_INPUT_REQUIRED");
    const answer = toParams("Sales.", { messageId: "m2", taskId: first.id });
    const second = (await agent.call("SendMessage", answer)).result.task;
    expect(second).toMatchObject({
      id: first.id,
      contextId: first.contextId,
      status: {
        state: "TASK_STATE_COMPLETED",
        message: { parts: [{ text: "Medians, please. Which table? Sales." }] },
      },
    });
    expect(second.history.map(({ parts }: { parts: object[] }) => parts)).toEqual([
      [{ text: "Medians, please." }],
      [{ text: "Which table?" }],
      [{ text: "Sales." }],
      [{ text: "Medians, please. Which table? Sales." }],
    ]);
  });

  it("closes the stream at the question, and streams again from the answer on", async () => {
    const agent = createAgentUnderTest(askThenAnswer);
    const first = await readAll(await agent.stream("SendStreamingMessage", toParams("Medians.")));
    const id = first[0]?.task.id;
    expect(first.at(-1)?.statusUpdate.status.state).toBe("TASK_STATE_INPUT_REQUIRED");
    const answer = toParams("Sales.", { messageId: "m2", taskId: id });
    const second = await readAll(await agent.stream("SendStreamingMessage", answer));
    expect(second.map((event) => Object.keys(event))).toEqual([["task"], ["statusUpdate"]]);
    expect(second[0]?.task).toMatchObject({ id, status: { state: "TASK_STATE_WORKING" } });
    expect(second[1]?.statusUpdate.status.state).toBe("TASK_STATE_COMPLETED");
  });

  it("is not counted as work while it waits", async () => {
    const agent = createAgentUnderTest(askThenAnswer);
    await agent.call("SendMessage", toParams("Medians."));
    await expect.poll(() => agent.drain.activeTasks).toBe(0);
  });

  it("takes the context it has, and no other", async () => {
    const agent = createAgentUnderTest(askThenAnswer);
    const { task } = (await agent.call("SendMessage", toParams("Medians."))).result;
    const { error } = await agent.call(
      "SendMessage",
      toParams("Sales.", { taskId: task.id, contextId: "another" }),
    );
    expect(error).toMatchObject({
      code: -32602,
      message: `'contextId' (another) must be that of task ${task.id} (${task.contextId}), or missing.`,
    });
  });
});

describe("one task, one executor", () => {
  it("refuses a message to a task that is being worked on, and calls nobody", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const { task } = (await agent.call("SendMessage", toParams("go", {}, immediately))).result;
    const { release } = await held.next();
    const { error } = await agent.call("SendMessage", toParams("more", { taskId: task.id }));
    expect(error).toMatchObject({
      code: -32004,
      message: `Task ${task.id} is being worked on. Send the message when it asks for input, or without 'taskId' for a new task.`,
    });
    release();
    await expect.poll(() => agent.drain.activeTasks).toBe(0);
    expect(held.calls).toBe(1);
    const { result } = await agent.call("GetTask", { id: task.id });
    expect(result.history).toHaveLength(1);
  });

  it("waits with an answer until the executor that has asked has returned", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const asking = agent.call("SendMessage", toParams("go"));
    const first = await held.next();
    first.task.askForInput("Which table?");
    const { task } = (await asking).result;
    const answering = agent.call("SendMessage", toParams("Sales.", { taskId: task.id }));
    await turns(10);
    expect(held.calls).toBe(1);
    first.release();
    (await held.next()).release();
    expect((await answering).result.task.status.state).toBe("TASK_STATE_COMPLETED");
  });

  it("takes one of two answers that come at once, and refuses the other", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const asking = agent.call("SendMessage", toParams("go"));
    const first = await held.next();
    first.task.askForInput("Which table?");
    first.release();
    const { id } = (await asking).result.task;
    const answers = ["Sales.", "Costs."].map((text) =>
      agent.call("SendMessage", toParams(text, { taskId: id })),
    );
    (await held.next()).release();
    const errors = (await Promise.all(answers)).filter((answer) => "error" in answer);
    expect(errors).toMatchObject([{ error: { code: -32004 } }]);
    expect(held.calls).toBe(2);
  });

  it("refuses a message to a task that has ended, also while its executor still cleans up", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const blocking = agent.call("SendMessage", toParams("go"));
    (await held.next()).task.complete();
    const { task } = (await blocking).result;
    const { error } = await agent.call("SendMessage", toParams("more", { taskId: task.id }));
    expect(error).toMatchObject({
      code: -32004,
      message: expect.stringContaining("has ended") as string,
    });
  });

  it("works on several tasks at once", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const calls = [1, 2, 3].map(() => agent.call("SendMessage", toParams("go")));
    const begun = [await held.next(), await held.next(), await held.next()];
    expect(agent.drain.activeTasks).toBe(3);
    for (const { release } of begun) {
      release();
    }
    const answers = await Promise.all(calls);
    expect(new Set(answers.map(({ result }) => result.task.id)).size).toBe(3);
  });
});

describe("subscribing", () => {
  it("begins with the task as it is and misses nothing and repeats nothing after it", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const { task } = (await agent.call("SendMessage", toParams("go", {}, immediately))).result;
    const { release, task: given } = await held.next();
    const artifactId = given.addArtifact({ parts: [{ text: "a" }] });
    const events = await agent.stream("SubscribeToTask", { id: task.id });
    given.appendToArtifact(artifactId, [{ text: "b" }], { last: true });
    given.complete("done");
    release();
    const ids = { taskId: task.id, contextId: task.contextId };
    expect(await readAll(events)).toEqual([
      {
        task: {
          ...task,
          artifacts: [{ artifactId, parts: [{ text: "a" }] }],
        },
      },
      {
        artifactUpdate: {
          ...ids,
          artifact: { artifactId, parts: [{ text: "b" }] },
          append: true,
          lastChunk: true,
        },
      },
      {
        statusUpdate: {
          ...ids,
          status: {
            state: "TASK_STATE_COMPLETED",
            timestamp: "2026-01-01T00:00:00.000Z",
            message: expect.objectContaining({ parts: [{ text: "done" }] }) as object,
          },
        },
      },
    ]);
  });

  it("gives every subscriber the same events in the same order", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const { task } = (await agent.call("SendMessage", toParams("go", {}, immediately))).result;
    const { release, task: given } = await held.next();
    const streams = await Promise.all(
      [1, 2].map(() => agent.stream("SubscribeToTask", { id: task.id })),
    );
    for (const text of ["one", "two", "three"]) {
      given.report(text);
    }
    release();
    const [first, second] = await Promise.all(streams.map(readAll));
    expect(first).toEqual(second);
    expect(first).toHaveLength(5);
  });

  it("gives the task alone when it waits for its caller", async () => {
    const agent = createAgentUnderTest(askThenAnswer);
    const { task } = (await agent.call("SendMessage", toParams("Medians."))).result;
    expect(await readAll(await agent.stream("SubscribeToTask", { id: task.id }))).toEqual([
      { task },
    ]);
  });

  it("is refused for a task that has ended (A2A 1.0, section 3.1.6)", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const { task } = (await agent.call("SendMessage", toParams("go"))).result;
    const { error } = await agent.call("SubscribeToTask", { id: task.id });
    expect(error).toMatchObject({
      code: -32004,
      message: expect.stringContaining("has ended") as string,
    });
  });

  it("goes on for the others when one subscriber goes away, and so does the task", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const { task } = (await agent.call("SendMessage", toParams("go", {}, immediately))).result;
    const { release, task: given } = await held.next();
    const leaving = await agent.stream("SubscribeToTask", { id: task.id });
    const staying = await agent.stream("SubscribeToTask", { id: task.id });
    await leaving.next();
    await leaving.return();
    given.report("one");
    release();
    expect(given.signal.aborted).toBe(false);
    expect(await readAll(staying)).toHaveLength(3);
  });

  it("is over for a reader who cancels, whatever the executor says afterwards", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const begun = agent.registry.begin(createUserMessage("go"), "scope");
    const { release, task } = await held.next();
    await begun.subscribe().return();
    task.report("one");
    release();
    expect((await begun.idle).status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
  });
});
