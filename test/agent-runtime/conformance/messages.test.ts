import { describe, expect, it } from "vitest";
import { createHeldExecutor } from "../held-executor.ts";
import {
  type Binding,
  BINDINGS,
  type Outcome,
  startAgent,
  toReason,
  toSend,
  type WireTask,
} from "./running-agent.ts";

const toTask = ({ result }: Outcome): WireTask => (result as { task: WireTask }).task;

describe.each(BINDINGS)("A2A 1.0 over $name: messages", (binding: Binding) => {
  it("3.1.1 SendMessage answers with a task or a message", async () => {
    const { url } = await startAgent(() => undefined);
    const { result } = await binding.call(url, "SendMessage", toSend());
    expect(Object.keys(result as object)).toEqual(["task"]);
  });

  it("3.1.1 and 3.4.2 a message to a task that is not known is TaskNotFoundError", async () => {
    const { url } = await startAgent(() => undefined);
    const outcome = await binding.call(url, "SendMessage", toSend("x", { taskId: "made-up" }));
    expect(toReason(outcome)).toBe("TASK_NOT_FOUND");
  });

  it.each(["complete", "fail", "reject"] as const)(
    "3.1.1 a message to a task that ended by '%s' is UnsupportedOperationError",
    async (end) => {
      const { url } = await startAgent((task) => {
        task[end]("over");
      });
      const { id } = toTask(await binding.call(url, "SendMessage", toSend()));
      const outcome = await binding.call(url, "SendMessage", toSend("more", { taskId: id }));
      expect(toReason(outcome)).toBe("UNSUPPORTED_OPERATION");
    },
  );

  it("3.1.1 a media type that the agent does not take is ContentTypeNotSupportedError", async () => {
    const { url } = await startAgent(() => undefined, {
      card: { defaultInputModes: ["text/plain"] },
    });
    const parts = [{ raw: "aGk=", mediaType: "image/png" }];
    const outcome = await binding.call(url, "SendMessage", toSend("", { parts }));
    expect(toReason(outcome)).toBe("CONTENT_TYPE_NOT_SUPPORTED");
  });

  it("3.2.2 SendMessage waits for the end, and has the latest state with all artifacts", async () => {
    const { url } = await startAgent(async (task) => {
      task.addArtifact({ id: "a", parts: [{ text: "1" }] });
      await Promise.resolve();
      task.addArtifact({ id: "b", parts: [{ text: "2" }] });
      task.complete();
    });
    const task = toTask(await binding.call(url, "SendMessage", toSend()));
    expect(task.status.state).toBe("TASK_STATE_COMPLETED");
    expect(task.artifacts.map(({ artifactId }) => artifactId)).toEqual(["a", "b"]);
  });

  it.each([
    ["askForInput", "TASK_STATE_INPUT_REQUIRED"],
    ["askForAuthorization", "TASK_STATE_AUTH_REQUIRED"],
  ] as const)(
    "3.2.2 and 7.6.1 SendMessage waits for '%s', too, and the answer says what is asked for",
    async (ask, state) => {
      const { url } = await startAgent((task) => {
        task[ask]("Go to https://login.example.com/x");
      });
      const task = toTask(await binding.call(url, "SendMessage", toSend()));
      expect(task.status.state).toBe(state);
      expect(task.status.message).toMatchObject({
        role: "ROLE_AGENT",
        parts: [{ text: "Go to https://login.example.com/x" }],
      });
    },
  );

  it("7.6.1 a task that waits for an authorization goes on when its caller writes", async () => {
    const { url } = await startAgent((task) => {
      if (task.history.length === 0) {
        task.askForAuthorization("Go to https://login.example.com/x");
      }
    });
    const { id } = toTask(await binding.call(url, "SendMessage", toSend()));
    const more = await binding.call(url, "SendMessage", toSend("I did", { taskId: id }));
    expect(toTask(more)).toMatchObject({ id, status: { state: "TASK_STATE_COMPLETED" } });
  });

  it("3.2.2 SendMessage with returnImmediately does not wait for the task", async () => {
    const held = createHeldExecutor();
    const { url } = await startAgent(held.execute);
    const params = toSend("go", {}, { returnImmediately: true });
    const task = toTask(await binding.call(url, "SendMessage", params));
    expect(["TASK_STATE_SUBMITTED", "TASK_STATE_WORKING"]).toContain(task.status.state);
    (await held.next()).release();
  });

  it.each([
    [undefined, 2],
    [0, undefined],
    [1, 1],
    [9, 2],
  ])("3.2.4 historyLength %s leaves %s messages", async (historyLength, count) => {
    const { url } = await startAgent((task) => {
      task.complete("done");
    });
    const configuration = historyLength === undefined ? {} : { historyLength };
    const sent = toTask(await binding.call(url, "SendMessage", toSend("x", {}, configuration)));
    const read = (
      await binding.call(url, "GetTask", {
        id: sent.id,
        ...configuration,
      })
    ).result as WireTask;
    for (const { history } of [sent, read] as Partial<WireTask>[]) {
      expect(history?.length).toBe(count);
    }
    const page = (await binding.call(url, "ListTasks", configuration)).result;
    const [listed] = (page as { tasks: Partial<WireTask>[] }).tasks;
    expect(listed?.history?.length).toBe(count);
  });

  it("3.4.1 a context is made up and told, and one that the caller names is kept", async () => {
    const { url } = await startAgent(() => undefined);
    const made = toTask(await binding.call(url, "SendMessage", toSend()));
    expect(made.contextId).toMatch(/./);
    const kept = toTask(await binding.call(url, "SendMessage", toSend("x", { contextId: "mine" })));
    expect(kept.contextId).toBe("mine");
  });

  it("3.4.2 each new task has an id of its own", async () => {
    const { url } = await startAgent(() => undefined);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => binding.call(url, "SendMessage", toSend())),
    );
    expect(new Set(outcomes.map((outcome) => toTask(outcome).id)).size).toBe(20);
  });

  it("3.4.3 the context of a task is inferred, and another one is refused", async () => {
    const { url } = await startAgent((task) => {
      if (task.history.length === 0) {
        task.askForInput("which?");
      }
    });
    const asked = toTask(await binding.call(url, "SendMessage", toSend()));
    const mismatch = toSend("this", { taskId: asked.id, contextId: "other" });
    expect(toReason(await binding.call(url, "SendMessage", mismatch))).toBe("INVALID_PARAMS");
    const answered = toTask(
      await binding.call(url, "SendMessage", toSend("this", { taskId: asked.id })),
    );
    expect(answered).toMatchObject({
      id: asked.id,
      contextId: asked.contextId,
      status: { state: "TASK_STATE_COMPLETED" },
    });
  });

  it.each([
    ["message", { message: undefined }],
    ["message.messageId", { message: { role: "ROLE_USER", parts: [{ text: "x" }] } }],
    ["message.role", { message: { messageId: "m", parts: [{ text: "x" }] } }],
    ["message.parts", { message: { messageId: "m", role: "ROLE_USER" } }],
    ["message.parts", { message: { messageId: "m", role: "ROLE_USER", parts: [] } }],
  ])("5.7 a message without its required '%s' is refused (%#)", async (field, params) => {
    const { url } = await startAgent(() => undefined);
    const outcome = await binding.call(url, "SendMessage", params);
    expect(toReason(outcome)).toBe("INVALID_PARAMS");
    expect(outcome.error?.details[1]).toMatchObject({ fieldViolations: [{ field }] });
  });

  it("5.7 members that are not known are ignored", async () => {
    const { url } = await startAgent(() => undefined);
    const parts = [{ text: "x", colour: "red" }];
    const params = { ...toSend("x", { parts, mood: { good: true } }), future: [1] };
    const task = toTask(await binding.call(url, "SendMessage", params));
    expect(task.history[0]).toEqual(
      expect.not.objectContaining({ mood: expect.anything() as unknown }),
    );
  });

  it.each([
    ["a text that is none", { parts: [{ text: {} }] }],
    ["an id that is none", { messageId: 7 }],
    ["an id that is too long to be kept", { contextId: "x".repeat(513) }],
    ["a part with two contents", { parts: [{ text: "x", url: "https://example.com" }] }],
    ["a part without content", { parts: [{ mediaType: "text/plain" }] }],
    ["bytes that are no Base64", { parts: [{ raw: "§" }] }],
    ["metadata that are no object", { metadata: [1] }],
    ["the role of the agent", { role: "ROLE_AGENT" }],
    ["a role by its number", { role: 1 }],
  ])("13.4 every parameter is checked: %s", async (_, message) => {
    const { log, url } = await startAgent(() => undefined);
    const outcome = await binding.call(url, "SendMessage", toSend("x", message));
    expect(toReason(outcome)).toBe("INVALID_PARAMS");
    expect(log.messages("error")).toEqual([]);
  });

  it("4.1.6 every kind of part comes back as it was sent", async () => {
    const { url } = await startAgent(() => undefined, {
      card: { defaultInputModes: ["*/*"] },
    });
    const parts = [
      { text: "", metadata: { a: [null] } },
      { data: null },
      { data: { deep: [{ er: 1 }] } },
      { data: "text" },
      { raw: "aGk=", filename: "hi.txt", mediaType: "text/plain" },
      { url: "https://example.com/a.csv", mediaType: "text/csv" },
    ];
    const task = toTask(await binding.call(url, "SendMessage", toSend("", { parts })));
    expect(task.history[0]).toMatchObject({ parts });
  });
});
