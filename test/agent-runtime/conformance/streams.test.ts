import { describe, expect, it } from "vitest";
import { createHeldExecutor } from "../held-executor.ts";
import {
  type Binding,
  BINDINGS,
  HTTP_JSON,
  JSON_RPC,
  startAgent,
  toReason,
  toSend,
  type WireEvent,
  type WireTask,
} from "./running-agent.ts";

const toKinds = (events: readonly WireEvent[]): string[][] =>
  events.map((event) => Object.keys(event));

/** The texts of the artifacts that a stream told of, in their order. */
const toTexts = (events: readonly WireEvent[]): string[] =>
  events.flatMap(
    ({ artifactUpdate }) => artifactUpdate?.artifact.parts.map(({ text }) => text) ?? [],
  );

/** What the agent said with the last state that a stream told of. */
const lastMessage = (events: readonly WireEvent[]): object | undefined =>
  events.at(-1)?.["statusUpdate"]?.status.message;

const lastState = (events: readonly WireEvent[]): string | undefined =>
  events.at(-1)?.["statusUpdate"]?.status.state;

describe.each(BINDINGS)("A2A 1.0 over $name: streams", (binding: Binding) => {
  const stream = async (url: string, params: Record<string, unknown> = toSend()) =>
    binding.open(url, "SendStreamingMessage", params);

  it("3.1.2 begins with the task, goes on with updates, and ends with the task", async () => {
    const { url } = await startAgent((task) => {
      task.addArtifact({ id: "a", parts: [{ text: "1" }] });
      task.complete("done");
    });
    const events = await (await stream(url)).readAll();
    const [first, ...others] = toKinds(events);
    expect(first).toEqual(["task"]);
    for (const kinds of others) {
      expect(["statusUpdate", "artifactUpdate"]).toContain(kinds[0]);
      expect(kinds).toHaveLength(1);
    }
    expect(lastState(events)).toBe("TASK_STATE_COMPLETED");
  });

  it.each([
    ["fail", "TASK_STATE_FAILED"],
    ["reject", "TASK_STATE_REJECTED"],
    ["askForInput", "TASK_STATE_INPUT_REQUIRED"],
    ["askForAuthorization", "TASK_STATE_AUTH_REQUIRED"],
  ] as const)(
    "3.1.2, 7.6.1 and 11.7 ends when the task does by '%s', and says why",
    async (end, state) => {
      const { url } = await startAgent((task) => {
        task[end]("so it is");
      });
      const events = await (await stream(url)).readAll();
      expect(lastState(events)).toBe(state);
      expect(lastMessage(events)).toMatchObject({ parts: [{ text: "so it is" }] });
    },
  );

  it("3.1.6 SubscribeToTask begins with the task as it is, and ends when the task does", async () => {
    const held = createHeldExecutor();
    const { url } = await startAgent(held.execute);
    const sending = await stream(url);
    const { id } = (await sending.next())?.["task"] ?? ({} as WireTask);
    const { release, task } = await held.next();
    task.addArtifact({ id: "a", parts: [{ text: "1" }] });
    const reader = await binding.open(url, "SubscribeToTask", { id });
    const first = await reader.next();
    expect(first?.["task"]).toMatchObject({ id, artifacts: [{ artifactId: "a" }] });
    task.appendToArtifact("a", [{ text: "2" }]);
    task.complete();
    release();
    const rest = await reader.readAll();
    expect(toTexts(rest)).toEqual(["2"]);
    expect(lastState(rest)).toBe("TASK_STATE_COMPLETED");
    await sending.leave();
  });

  it("3.1.6 SubscribeToTask of a task that has ended is UnsupportedOperationError", async () => {
    const { url } = await startAgent(() => undefined);
    const { result } = await binding.call(url, "SendMessage", toSend());
    const { id } = (result as { task: WireTask }).task;
    expect(toReason(await binding.open(url, "SubscribeToTask", { id }))).toBe(
      "UNSUPPORTED_OPERATION",
    );
  });

  it("3.5.2 every stream of a task has the same events in the same order", async () => {
    const held = createHeldExecutor();
    const { url } = await startAgent(held.execute);
    const sending = await stream(url);
    const { id } = (await sending.next())?.["task"] ?? ({} as WireTask);
    const { release, task } = await held.next();
    const readers = await Promise.all(
      [JSON_RPC, HTTP_JSON, binding].map((any) => any.open(url, "SubscribeToTask", { id })),
    );
    await Promise.all(readers.map((reader) => reader.next()));
    const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
    task.addArtifact({ id: "a", parts: [{ text: "begin" }] });
    for (const text of texts) {
      task.appendToArtifact("a", [{ text }]);
    }
    task.complete();
    release();
    const all = await Promise.all([...readers, sending].map((reader) => reader.readAll()));
    for (const events of all) {
      expect(toTexts(events)).toEqual(["begin", ...texts]);
    }
    expect(all[1]).toEqual(all[0]);
    expect(all[2]).toEqual(all[0]);
  });

  it("3.5.2 a stream that is left stops neither the task nor other streams", async () => {
    const held = createHeldExecutor();
    const { url } = await startAgent(held.execute);
    const sending = await stream(url);
    const { id } = (await sending.next())?.["task"] ?? ({} as WireTask);
    const { release, task } = await held.next();
    const reader = await binding.open(url, "SubscribeToTask", { id });
    await reader.next();
    await sending.leave();
    task.addArtifact({ id: "a", parts: [{ text: "1" }] });
    expect(task.signal.aborted).toBe(false);
    release();
    const events = await reader.readAll();
    expect(toTexts(events)).toEqual(["1"]);
    expect(lastState(events)).toBe("TASK_STATE_COMPLETED");
  });

  it("3.3.2 what goes wrong before the first event is an error, not a stream", async () => {
    const { url } = await startAgent(() => undefined);
    expect(toReason(await stream(url, { message: {} }))).toBe("INVALID_PARAMS");
    const unknown = toSend("x", { taskId: "made-up" });
    expect(toReason(await stream(url, unknown))).toBe("TASK_NOT_FOUND");
  });

  it.each([
    ["SendStreamingMessage", toSend()],
    ["SubscribeToTask", { id: "t1" }],
  ])(
    "3.3.4 %s is UnsupportedOperationError without streaming on the card",
    async (name, params) => {
      const { url } = await startAgent(() => undefined, { capabilities: { streaming: false } });
      expect(toReason(await binding.open(url, name, params))).toBe("UNSUPPORTED_OPERATION");
    },
  );
});
