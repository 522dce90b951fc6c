import type { AgentExecutor } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { createHeldExecutor } from "../held-executor.ts";
import { createBindingsUnderTest, withCapabilities } from "./bindings-under-test.ts";

const LEGACY = { "A2A-Version": "0.3", "Content-Type": "application/json" };

const toMessage = (content: object[]): object => ({
  messageId: crypto.randomUUID(),
  role: "ROLE_USER",
  content,
});

const echo: AgentExecutor = (task) => {
  task.addArtifact({ id: "echo", parts: task.message.parts });
  task.complete("done");
};

describe("a caller of A2A 0.3 over HTTP+JSON", () => {
  it("sends a message and gets the task in the form of the proto of 0.3", async () => {
    const agent = createBindingsUnderTest(echo);
    const content = [
      { text: "hello" },
      { file: { fileWithBytes: "aGk=", mimeType: "text/plain", name: "hi.txt" } },
      { file: { fileWithUri: "https://example.com/a", mimeType: "text/csv" } },
      { data: { data: { a: [1, null] } } },
    ];
    const answer = await agent.ask(
      "POST /v1/message:send",
      { message: toMessage(content) },
      LEGACY,
    );
    expect(answer).toMatchObject({
      status: 200,
      headers: { "content-type": "application/json" },
      json: {
        task: {
          status: { state: "TASK_STATE_COMPLETED", message: { content: [{ text: "done" }] } },
          history: [
            { role: "ROLE_USER", content },
            { role: "ROLE_AGENT", content: [{ text: "done" }] },
          ],
          artifacts: [{ artifactId: "echo", parts: content }],
        },
      },
    });
    expect(answer.text).not.toContain('"kind"');
    expect(await agent.readSamples("a2a_requests_total{")).toEqual([
      'a2a_requests_total{method="SendMessage",binding="HTTP+JSON",protocol_version="0.3",outcome="ok"} 1',
    ]);
  });

  it("streams the events", async () => {
    const agent = createBindingsUnderTest(echo);
    const body = { message: toMessage([{ text: "hello" }]) };
    const { events } = await agent.ask("POST /v1/message:stream", body, LEGACY);
    expect(events[0]?.data).toHaveProperty("task.status.state");
    expect(events.map(({ data }) => data)).toContainEqual({
      artifactUpdate: expect.objectContaining({
        artifact: { artifactId: "echo", parts: [{ text: "hello" }] },
      }) as object,
    });
    expect(events.at(-1)?.data).toMatchObject({
      statusUpdate: { status: { state: "TASK_STATE_COMPLETED" }, final: true },
    });
  });

  it("reads, follows and cancels tasks", async () => {
    const held = createHeldExecutor();
    const agent = createBindingsUnderTest(held.execute);
    const body = { message: toMessage([{ text: "go" }]), configuration: { blocking: false } };
    const { json } = await agent.ask("POST /v1/message:send", body, LEGACY);
    const { id } = (json as { task: { id: string } }).task;
    const { release } = await held.next();
    expect(
      (await agent.ask(`GET /v1/tasks/${id}?historyLength=0`, undefined, LEGACY)).json,
    ).toEqual(expect.not.objectContaining({ history: expect.anything() as unknown }));
    const following = agent.ask(`GET /v1/tasks/${id}:subscribe`, undefined, LEGACY);
    await expect
      .poll(() => agent.readSamples("a2a_streams_active"))
      .toEqual(["a2a_streams_active 1"]);
    expect(await agent.ask(`POST /v1/tasks/${id}:cancel`, "null", LEGACY)).toMatchObject({
      status: 200,
      json: { id, status: { state: "TASK_STATE_CANCELLED" } },
    });
    expect((await following).events.at(-1)?.data).toMatchObject({
      statusUpdate: { status: { state: "TASK_STATE_CANCELLED" }, final: true },
    });
    release();
  });

  it("keeps, shows, lists and ends configs of push notifications", async () => {
    const agent = createBindingsUnderTest(
      (task) => {
        task.askForInput("which?");
      },
      withCapabilities({ pushNotifications: true }),
    );
    const pushNotificationConfig = { id: "c1", url: "https://hooks.example.com/a" };
    const body = {
      message: toMessage([{ text: "go" }]),
      configuration: { pushNotification: pushNotificationConfig },
    };
    const { json } = await agent.ask("POST /v1/message:send", body, LEGACY);
    const { id } = (json as { task: { id: string } }).task;
    const path = `/v1/tasks/${id}/pushNotificationConfigs`;
    const toKept = (configId: string): object => ({
      name: `tasks/${id}/pushNotificationConfigs/${configId}`,
      pushNotificationConfig: { ...pushNotificationConfig, id: configId },
    });
    const get = async (target: string) => (await agent.ask(target, undefined, LEGACY)).json;
    expect(await get(`GET ${path}`)).toEqual({ configs: [toKept("c1")] });
    expect((await agent.ask(`POST ${path}`, toKept("c2"), LEGACY)).json).toEqual(toKept("c2"));
    expect(await get(`GET ${path}/c2`)).toEqual(toKept("c2"));
    expect(await get(`DELETE ${path}/c2`)).toEqual({});
    expect(await get(`GET ${path}`)).toEqual({ configs: [toKept("c1")] });
  });

  it("gets the extended card in its form", async () => {
    const agent = createBindingsUnderTest(echo, {
      ...withCapabilities({ extendedAgentCard: true }),
      getExtendedCard: ({ requestedVersion }) => ({ protocolVersion: requestedVersion }),
    });
    expect(await agent.ask("GET /v1/card", undefined, LEGACY)).toMatchObject({
      status: 200,
      json: { protocolVersion: "0.3" },
    });
  });

  it.each([
    ["GET /v1/tasks/t1", undefined, 404, -32001, "Task t1 is not known here."],
    ["GET /v1/tasks", undefined, 404, -32601, "A2A 0.3 has no ListTasks."],
    ["POST /v1/message:send", {}, 400, -32602, "'message' must be given."],
    ["POST /v1/message:send", "[]", 400, -32600, "The body must be an object."],
    [
      "POST /v1/message:send",
      { message: toMessage([{ text: {} }, { file: 1 }, {}, "x"] as object[]) },
      400,
      -32602,
      "'message.parts[0].text' must be a text. 'message.parts[1].file' (1) must be an object. " +
        "'message.parts[2].kind' must be 'text', 'file' or 'data'. 'message.parts[3]' (x) must be 'text', 'file' or 'data'.",
    ],
  ])("%s %j is refused with %i", async (target, body, status, code, message) => {
    const agent = createBindingsUnderTest(echo);
    expect(await agent.ask(target, body, LEGACY)).toMatchObject({
      status,
      headers: { "content-type": "application/json" },
      json: { code, message },
    });
    expect(agent.log.messages("error")).toEqual([]);
  });

  it("is refused when compatibility is off", async () => {
    const agent = createBindingsUnderTest(echo, { compatibility: "off" });
    expect(await agent.ask("GET /v1/tasks/t1", undefined, LEGACY)).toMatchObject({
      status: 400,
      json: { error: { details: [{ reason: "VERSION_NOT_SUPPORTED" }] } },
    });
  });

  it("of 1.0 finds no card below /v1", async () => {
    const agent = createBindingsUnderTest(echo);
    expect((await agent.ask("GET /v1/card")).status).toBe(404);
  });
});
