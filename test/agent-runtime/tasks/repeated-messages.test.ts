import { RequestMalformedError } from "@a2a-js/sdk/errors";
import { describe, expect, it } from "vitest";
import {
  MAX_REMEMBERED_MESSAGES,
  REPEAT_WINDOW_SECONDS,
} from "../../../agent-runtime/src/tasks/message-memory.ts";
import { readAll } from "../agent-under-test.ts";
import {
  createRegistryUnderTest,
  describeTask,
  SCOPE,
  settle,
  toMessage,
} from "./registry-under-test.ts";

const ids = { messageId: "the-message" };

/** A registry whose task waits for an answer. */
async function setUpQuestion() {
  const set = createRegistryUnderTest();
  const sent = await set.registry.send(toMessage("a", ids), SCOPE);
  const { release, task } = await set.held.next();
  task.askForInput("which?");
  release();
  await sent.idle;
  await settle();
  return { ...set, taskId: task.id };
}

describe("a message that is sent again", () => {
  it("leads to the task that it began, and begins nothing", async () => {
    const { held, registry } = createRegistryUnderTest();
    const [first, second] = await Promise.all([
      registry.send(toMessage("go", ids), SCOPE),
      registry.send(toMessage("go", ids), SCOPE),
    ]);
    const events = readAll(second.subscribe());
    (await held.next()).release();
    expect(await second.idle).toEqual(await first.idle);
    expect((await events).map(({ payload }) => payload?.$case)).toEqual(["task", "statusUpdate"]);
    await settle();
    expect(held.calls).toBe(1);
  });

  it("gives the task as it is when it has ended, also as a stream", async () => {
    const { held, registry } = createRegistryUnderTest();
    const first = await registry.send(toMessage("go", ids), SCOPE);
    (await held.next()).release();
    const ended = await first.idle;
    await settle();
    const second = await registry.send(toMessage("go", ids), SCOPE);
    expect(second.task).toEqual(ended);
    expect(await second.idle).toEqual(ended);
    expect(await readAll(second.subscribe())).toEqual([
      { payload: { $case: "task", value: ended } },
    ]);
  });

  it.each([
    ["another text", { parts: [{ text: "stop" }] }],
    ["other metadata", { metadata: { a: 1 } }],
    ["another context", { contextId: "another" }],
    ["a task", { taskId: "another" }],
  ])("is refused when it is another one, with %s under the same id", async (_, change) => {
    const { held, registry } = createRegistryUnderTest();
    const { task } = await registry.send(toMessage("go", ids), SCOPE);
    await expect(registry.send(toMessage("go", { ...ids, ...change }), SCOPE)).rejects.toThrow(
      new RequestMalformedError(
        `'message.messageId' (the-message) must differ from that of another message, which was taken for task ${task.id}. Make up an id for each message; only one that is sent again as it was keeps it.`,
      ),
    );
    await settle();
    expect(held.calls).toBe(1);
  });

  it("may name the context that its task was given", async () => {
    const { registry } = createRegistryUnderTest();
    const { task } = await registry.send(toMessage("go", ids), SCOPE);
    const named = toMessage("go", { ...ids, contextId: task.contextId });
    expect((await registry.send(named, SCOPE)).task.id).toBe(task.id);
  });

  it("is a new one when another caller sends it", async () => {
    const { registry } = createRegistryUnderTest();
    const first = await registry.send(toMessage("go", ids), SCOPE);
    const second = await registry.send(toMessage("go", ids), "another");
    expect(second.task.id).not.toBe(first.task.id);
  });

  it("is a new one after 10 minutes", async () => {
    const { clock, registry } = createRegistryUnderTest();
    const send = async () => (await registry.send(toMessage("go", ids), SCOPE)).task.id;
    const first = await send();
    clock.advance(REPEAT_WINDOW_SECONDS * 1000 - 1);
    expect(await send()).toBe(first);
    clock.advance(1);
    expect(await send()).not.toBe(first);
  });

  it("is a new one when so many came since that it is not remembered", async () => {
    const { registry } = createRegistryUnderTest({ executor: () => undefined });
    const first = await registry.send(toMessage("go", ids), SCOPE);
    for (let count = 0; count < MAX_REMEMBERED_MESSAGES; count += 1) {
      await registry.send(toMessage("go"), SCOPE);
    }
    const second = await registry.send(toMessage("go", ids), SCOPE);
    expect(second.task.id).not.toBe(first.task.id);
  });

  it("is a new one when its task is not known any more", async () => {
    const { registry } = createRegistryUnderTest({
      executor: () => undefined,
      storeOptions: { maxIdleBytes: 1 },
    });
    const first = await registry.send(toMessage("go", ids), SCOPE);
    await first.idle;
    await (
      await registry.send(toMessage("go"), SCOPE)
    ).idle;
    await settle();
    const second = await registry.send(toMessage("go", ids), SCOPE);
    expect(second.task.id).not.toBe(first.task.id);
    expect((await registry.send(toMessage("go", ids), SCOPE)).task.id).toBe(second.task.id);
  });

  it("is not remembered when it was refused", async () => {
    const { held, registry } = createRegistryUnderTest({
      maxConcurrentTasks: 1,
      maxQueuedTasks: 0,
    });
    await registry.send(toMessage("a"), SCOPE);
    await expect(registry.send(toMessage("go", ids), SCOPE)).rejects.toMatchObject({
      reason: "AGENT_OVERLOADED",
    });
    (await held.next()).release();
    await settle();
    expect((await registry.send(toMessage("go", ids), SCOPE)).task.history).toHaveLength(1);
  });

  it("is served during a drain when its task lives here, and refused when it is new", async () => {
    const { drain, held, registry } = createRegistryUnderTest();
    const first = await registry.send(toMessage("go", ids), SCOPE);
    const { release } = await held.next();
    drain.begin(0);
    expect((await registry.send(toMessage("go", ids), SCOPE)).task.id).toBe(first.task.id);
    await expect(registry.send(toMessage("go"), SCOPE)).rejects.toMatchObject({
      reason: "AGENT_DRAINING",
    });
    release();
  });
});

describe("an answer that is sent again", () => {
  const again = { messageId: "the-answer" };

  it("leads to the same work, also while the first one is being taken", async () => {
    const { held, registry, taskId } = await setUpQuestion();
    const answers = await Promise.all(
      [1, 2].map(() => registry.send(toMessage("this", { ...again, taskId }), SCOPE)),
    );
    (await held.next()).release();
    const tasks = await Promise.all(answers.map(({ idle }) => idle));
    expect(tasks.map(describeTask)).toEqual(["COMPLETED", "COMPLETED"]);
    expect(tasks[0]?.history).toHaveLength(3);
    await settle();
    const third = await registry.send(toMessage("this", { ...again, taskId }), SCOPE);
    expect(third.task).toEqual(tasks[0]);
    expect(held.calls).toBe(2);
  });

  it("is refused as the first one was, and not remembered", async () => {
    const { held, registry } = createRegistryUnderTest();
    const { task } = await registry.send(toMessage("go", ids), SCOPE);
    const answer = toMessage("this", { ...again, taskId: task.id });
    const { release, task: given } = await held.next();
    await Promise.all(
      [1, 2].map(() => expect(registry.send(answer, SCOPE)).rejects.toThrow("is being worked on")),
    );
    given.askForInput("which?");
    release();
    await settle();
    expect((await registry.send(answer, SCOPE)).task.history).toHaveLength(3);
  });

  it("is refused under the id of the message that began the task", async () => {
    const { registry, taskId } = await setUpQuestion();
    await expect(
      registry.send(toMessage("a", { ...ids, taskId: "another" }), SCOPE),
    ).rejects.toThrow(RequestMalformedError);
    await expect(registry.send(toMessage("this", { ...ids, taskId }), SCOPE)).rejects.toThrow(
      `taken for task ${taskId}`,
    );
  });
});
