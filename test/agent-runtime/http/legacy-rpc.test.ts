import type { AgentExecutor } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { createHeldExecutor } from "../held-executor.ts";
import {
  type BindingsUnderTest,
  createBindingsUnderTest,
  withCapabilities,
} from "./bindings-under-test.ts";

/** Callers of 0.3 send no version. */
const LEGACY = { "A2A-Version": "" };

const toMessage = (parts: object[], more: object = {}): object => ({
  kind: "message",
  messageId: crypto.randomUUID(),
  role: "user",
  parts,
  ...more,
});

const text = (words: string): object => ({ kind: "text", text: words });

const echo: AgentExecutor = (task) => {
  task.addArtifact({ id: "echo", parts: task.message.parts });
  task.complete("done");
};

interface LegacyTask {
  id: string;
  contextId: string;
  status: { state: string };
}

async function call<Result>(agent: BindingsUnderTest, method: string, params: object) {
  const { json } = await agent.call(method, params, LEGACY);
  return (json as { result: Result }).result;
}

describe("a caller of A2A 0.3 over JSON-RPC (A2A 1.0, section 3.6.2)", () => {
  it("sends a message and gets the task in the form of 0.3", async () => {
    const agent = createBindingsUnderTest(echo);
    const parts = [
      text("hello"),
      { kind: "file", file: { bytes: "aGk=", mimeType: "text/plain", name: "hi.txt" } },
      { kind: "file", file: { uri: "https://example.com/a", mimeType: "text/csv" } },
      { kind: "data", data: { a: [1, null] }, metadata: { b: 2 } },
    ];
    const message = toMessage(parts, { contextId: "c1", taskId: null });
    expect(await call(agent, "message/send", { message })).toEqual({
      kind: "task",
      id: expect.any(String) as string,
      contextId: "c1",
      status: {
        state: "completed",
        timestamp: expect.any(String) as string,
        message: expect.objectContaining({ kind: "message", role: "agent" }) as object,
      },
      history: [
        expect.objectContaining({ kind: "message", role: "user", parts }),
        expect.objectContaining({ kind: "message", role: "agent", parts: [text("done")] }),
      ],
      artifacts: [
        {
          artifactId: "echo",
          parts: [...parts.slice(0, 3), { kind: "data", data: { a: [1, null] } }],
        },
      ],
    });
    expect(await agent.readSamples("a2a_requests_total{")).toEqual([
      'a2a_requests_total{method="SendMessage",binding="JSONRPC",protocol_version="0.3",outcome="ok"} 1',
    ]);
  });

  it("streams, and the last event says so", async () => {
    const agent = createBindingsUnderTest(echo);
    const params = { message: toMessage([text("hello")]) };
    const { events } = await agent.call("message/stream", params, LEGACY);
    const results = events.map(({ data }) => (data as { result: object }).result);
    expect(results[0]).toMatchObject({ kind: "task" });
    expect(results.map((result) => (result as { final?: boolean }).final).at(-1)).toBe(true);
    expect(results.filter((result) => (result as { final?: boolean }).final)).toHaveLength(1);
    expect(results).toContainEqual(expect.objectContaining({ kind: "artifact-update" }));
  });

  it("learns of a question as the last event of its stream", async () => {
    const agent = createBindingsUnderTest((task) => {
      task.askForInput("which?");
    });
    const params = { message: toMessage([text("hello")]) };
    const { events } = await agent.call("message/stream", params, LEGACY);
    expect(events.at(-1)?.data).toMatchObject({
      result: { kind: "status-update", status: { state: "input-required" }, final: true },
    });
  });

  it.each([
    [{ blocking: true }, "completed"],
    [{ acceptedOutputModes: ["text/plain"] }, "completed"],
    [{}, "completed"],
    [{ blocking: false }, "working"],
  ])("waits for the task unless it asks not to: %j", async (configuration, state) => {
    const held = createHeldExecutor();
    const agent = createBindingsUnderTest(held.execute);
    const params = { message: toMessage([text("hello")]), configuration };
    const sending = call<LegacyTask>(agent, "message/send", params);
    if (state === "working") {
      expect((await sending).status.state).toBe(state);
    }
    (await held.next()).release();
    expect((await sending).status.state).toBe(state);
  });

  it("reads, follows and cancels tasks", async () => {
    const held = createHeldExecutor();
    const agent = createBindingsUnderTest(held.execute);
    const params = { message: toMessage([text("hello")]), configuration: { blocking: false } };
    const { id } = await call<LegacyTask>(agent, "message/send", params);
    const { release } = await held.next();
    expect(await call(agent, "tasks/get", { id, historyLength: 0 })).not.toHaveProperty("history");
    const following = agent.call("tasks/resubscribe", { id }, LEGACY);
    await expect
      .poll(() => agent.readSamples("a2a_streams_active"))
      .toEqual(["a2a_streams_active 1"]);
    expect(await call(agent, "tasks/cancel", { id })).toMatchObject({
      kind: "task",
      status: { state: "canceled" },
    });
    expect((await following).events.at(-1)?.data).toMatchObject({
      result: { kind: "status-update", status: { state: "canceled" }, final: true },
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
    const pushNotificationConfig = {
      id: "c1",
      url: "https://hooks.example.com/a",
      authentication: { schemes: ["Bearer", "Basic"], credentials: "x" },
    };
    const params = {
      message: toMessage([text("hello")]),
      configuration: { pushNotificationConfig },
    };
    const { id } = await call<LegacyTask>(agent, "message/send", params);
    const kept = {
      taskId: id,
      pushNotificationConfig: {
        ...pushNotificationConfig,
        authentication: { schemes: ["Bearer"], credentials: "x" },
      },
    };
    const path = "tasks/pushNotificationConfig";
    expect(await call(agent, `${path}/list`, { id })).toEqual([kept]);
    const named = { id, pushNotificationConfigId: "c1" };
    expect(await call(agent, `${path}/get`, named)).toEqual(kept);
    expect(await call(agent, `${path}/get`, { id })).toEqual(kept);
    expect(await call(agent, `${path}/delete`, named)).toBeNull();
    expect((await agent.call(`${path}/get`, { id }, LEGACY)).json).toMatchObject({
      error: { code: -32001 },
    });
    const other = { taskId: id, pushNotificationConfig: { url: "https://hooks.example.com/b" } };
    expect(await call(agent, `${path}/set`, other)).toMatchObject(other);
  });

  it("gets the extended card in its form", async () => {
    const agent = createBindingsUnderTest(echo, {
      ...withCapabilities({ extendedAgentCard: true }),
      getExtendedCard: ({ requestedVersion }) => ({ protocolVersion: requestedVersion }),
    });
    const method = "agent/getAuthenticatedExtendedCard";
    const { json } = await agent.ask("POST /", { jsonrpc: "2.0", id: 7, method }, LEGACY);
    expect(json).toEqual({ jsonrpc: "2.0", id: 7, result: { protocolVersion: "0.3" } });
  });

  it.each([
    [{}, "'message' must be given."],
    [{ message: toMessage([]) }, "'message.parts' must have at least one entry."],
    [
      { message: toMessage([text("x")], { role: "agent" }) },
      "'message.role' (agent) must be 'user'.",
    ],
    [
      { message: toMessage([{ kind: "text", text: {} }]) },
      "'message.parts[0].text' must be a text.",
    ],
    [
      { message: toMessage([{ kind: "sound" }]) },
      "'message.parts[0].kind' must be 'text', 'file' or 'data'.",
    ],
    [
      { message: toMessage([{ kind: "file", file: { bytes: null } }]) },
      "'message.parts[0].file' must have either bytes or uri.",
    ],
    [
      { message: toMessage([{ kind: "file", file: { bytes: "?" } }]) },
      "'message.parts[0].file.bytes' (?) must be the Base64 of bytes.",
    ],
    [
      { message: toMessage([{ kind: "data", data: [1] }]) },
      "'message.parts[0].data' must be an object.",
    ],
    [
      { message: toMessage([text("x")]), configuration: { historyLength: "1" } },
      "'configuration.historyLength' (1) must be a whole number, at least 0.",
    ],
  ])("is told what is wrong: %#", async (params, message) => {
    const agent = createBindingsUnderTest(echo);
    expect((await agent.call("message/send", params, LEGACY)).json).toMatchObject({
      id: 7,
      error: { code: -32602, message },
    });
    expect(agent.log.messages("error")).toEqual([]);
  });

  it("is refused when compatibility is off", async () => {
    const agent = createBindingsUnderTest(echo, { compatibility: "off" });
    const params = { message: toMessage([text("hello")]) };
    expect((await agent.call("message/send", params, LEGACY)).json).toMatchObject({
      error: {
        code: -32009,
        message: "The version of A2A (0.3) must be 1.0. Send the header 'A2A-Version: 1.0'.",
      },
    });
  });

  it("finds no method of 1.0, nor one that there is not", async () => {
    const agent = createBindingsUnderTest(echo);
    expect((await agent.call("ListTasks", {}, LEGACY)).json).toMatchObject({
      error: { code: -32009 },
    });
    expect((await agent.call("tasks/list", {}, LEGACY)).json).toMatchObject({
      error: {
        code: -32601,
        message: expect.stringMatching(/must be one of message\/send, /) as string,
      },
    });
    expect((await agent.call("constructor", {}, LEGACY)).json).toMatchObject({
      error: { code: -32601 },
    });
  });
});
