import { describe, expect, it } from "vitest";
import { createAgentUnderTest, toParams } from "../agent-under-test.ts";
import { createHeldExecutor } from "../held-executor.ts";
import { toBody, toError, toParamsError } from "./wire.ts";

describe("SendMessage (A2A 1.0, section 3.1.1)", () => {
  it("tells everything that is wrong with a message at once", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const message = { role: "ROLE_AGENT", parts: [{ text: "x" }, { mediaType: "text/csv" }] };
    const { error } = await agent.call("SendMessage", {
      message,
      configuration: { historyLength: -1 },
    });
    expect(error).toEqual(
      toParamsError(
        "'message.messageId' must be given.",
        "'message.role' (ROLE_AGENT) must be 'ROLE_USER'.",
        "'message.parts[1]' must have text, data, raw or url.",
        "'configuration.historyLength' (-1) must be a whole number, at least 0.",
      ),
    );
  });

  it.each([
    [{}, "'message' must be given."],
    [
      { message: { messageId: "m", role: "ROLE_USER", parts: [] } },
      "'message.parts' must have at least one entry.",
    ],
    [
      { message: { messageId: "m", role: "ROLE_KING", parts: [{ text: "x" }] } },
      "'message.role' (ROLE_KING) must be 'ROLE_USER'.",
    ],
  ])("refuses %j", async (params, message) => {
    const agent = createAgentUnderTest(() => undefined);
    const { error } = await agent.call("SendMessage", params);
    expect(error).toEqual(toParamsError(message));
  });

  it("returns at once when it is asked to, and the task goes on", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const params = toParams("go", {}, { returnImmediately: true });
    const { task } = (await agent.call("SendMessage", params)).result;
    expect(task.status.state).toBe("TASK_STATE_WORKING");
    (await held.next()).release();
    await expect
      .poll(async () => (await agent.call("GetTask", { id: task.id })).result.status.state)
      .toBe("TASK_STATE_COMPLETED");
  });

  it("leaves the conversation out when no history is wanted", async () => {
    const agent = createAgentUnderTest((task) => {
      task.complete("done");
    });
    const { task } = (await agent.call("SendMessage", toParams("go", {}, { historyLength: 0 })))
      .result;
    expect(task).not.toHaveProperty("history");
    const latest = await agent.call("GetTask", { id: task.id, historyLength: 1 });
    expect(latest.result.history).toMatchObject([{ parts: [{ text: "done" }] }]);
  });

  it("refuses a message for a task that is not known here", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const { error } = await agent.call("SendMessage", toParams("go", { taskId: "t1" }));
    expect(error).toEqual(
      toError(-32001, "TASK_NOT_FOUND", "Task t1 is not known here.", "a2a-protocol.org"),
    );
  });

  it("refuses a caller who wants push notifications, which would never come", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const configuration = { taskPushNotificationConfig: { url: "http://hook" } };
    const { error } = await agent.call("SendMessage", toParams("go", {}, configuration));
    expect(error).toMatchObject({ code: -32003 });
  });

  it("refuses a caller who does not speak what the card requires (section 3.2.6)", async () => {
    const uri = "https://example.com/traces";
    const card = { capabilities: { extensions: [{ uri, required: true }, { uri: "other:1" }] } };
    const agent = createAgentUnderTest(() => undefined, { card });
    const body = toBody({ method: "SendMessage", params: toParams("go") });
    const refused = await agent.post(body);
    expect(await refused.json()).toMatchObject({
      error: toError(
        -32008,
        "EXTENSION_SUPPORT_REQUIRED",
        `The header 'A2A-Extensions' must name what the agent requires: ${uri}.`,
        "a2a-protocol.org",
      ),
    });
    const taken = await agent.post(body, { "A2A-Extensions": `other:1, ${uri}` });
    expect(await taken.json()).toHaveProperty("result.task");
  });

  it("hides from the caller what nobody foresaw, and logs it", async () => {
    const agent = createAgentUnderTest(() => undefined);
    agent.registry.get = () => Promise.reject(new Error("password=secret"));
    const response = await agent.post(toBody({}));
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      jsonrpc: "2.0",
      id: 7,
      error: toError(-32603, "INTERNAL_ERROR", "The agent could not do this. Its log says why."),
    });
    expect(agent.log.lines).toMatchObject([
      { level: "error", facts: { err: { message: "password=secret" } } },
    ]);
  });
});

describe("other methods", () => {
  it.each(["GetTask", "CancelTask", "SubscribeToTask"])(
    "%s tells that a task is not known, or none was named",
    async (method) => {
      const agent = createAgentUnderTest(() => undefined);
      expect((await agent.call(method, { id: "t1" })).error).toMatchObject({ code: -32001 });
      expect((await agent.call(method, { id: " " })).error).toEqual(
        toParamsError("'id' ( ) must be the id of a task."),
      );
    },
  );

  it("ListTasks gives pages with every required member (section 3.1.4)", async () => {
    const agent = createAgentUnderTest(() => undefined);
    expect((await agent.call("ListTasks", {})).result).toEqual({
      tasks: [],
      nextPageToken: "",
      pageSize: 50,
      totalSize: 0,
    });
    const { task } = (await agent.call("SendMessage", toParams("go"))).result;
    const params = { includeArtifacts: true, historyLength: 0, contextId: task.contextId };
    expect((await agent.call("ListTasks", params)).result).toEqual({
      tasks: [{ id: task.id, contextId: task.contextId, status: task.status, artifacts: [] }],
      nextPageToken: "",
      pageSize: 50,
      totalSize: 1,
    });
  });

  it("ListTasks tells everything that is wrong at once", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const params = { pageSize: 0, status: "BUSY", statusTimestampAfter: "soon", historyLength: -2 };
    expect((await agent.call("ListTasks", params)).error).toEqual(
      toParamsError(
        "'status' (BUSY) must be a state of tasks.",
        "'pageSize' (0) must be a whole number from 1 to 100.",
        "'historyLength' (-2) must be a whole number, at least 0.",
        "'statusTimestampAfter' (soon) must be an ISO 8601 timestamp.",
      ),
    );
  });

  it.each([
    "CreateTaskPushNotificationConfig",
    "GetTaskPushNotificationConfig",
    "ListTaskPushNotificationConfigs",
    "DeleteTaskPushNotificationConfig",
  ])("%s is refused, as the card says", async (method) => {
    const agent = createAgentUnderTest(() => undefined);
    expect(
      (await agent.call(method, { taskId: "t1", id: "c1", url: "http://hook" })).error,
    ).toEqual(
      toError(
        -32003,
        "PUSH_NOTIFICATION_NOT_SUPPORTED",
        "The agent sends no push notifications: see its card.",
        "a2a-protocol.org",
      ),
    );
  });

  it("GetExtendedAgentCard is refused, as the card says, with parameters or without", async () => {
    const agent = createAgentUnderTest(() => undefined);
    expect((await agent.call("GetExtendedAgentCard", undefined)).error).toEqual(
      toError(
        -32004,
        "UNSUPPORTED_OPERATION",
        "The agent has no extended card: see its card.",
        "a2a-protocol.org",
      ),
    );
  });

  it.each(["SendStreamingMessage", "SubscribeToTask"])(
    "%s is refused by an agent whose card says that it does not stream",
    async (method) => {
      const agent = createAgentUnderTest(() => undefined, {
        card: { capabilities: { streaming: false } },
      });
      expect((await agent.call(method, { ...toParams("go"), id: "t1" })).error).toEqual(
        toError(
          -32004,
          "UNSUPPORTED_OPERATION",
          "The agent does not stream: see its card.",
          "a2a-protocol.org",
        ),
      );
    },
  );
});

describe("tenants (A2A 1.0, section 4.4.6)", () => {
  it("see nothing of each other's tasks", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const own = toParams("go", {}, { returnImmediately: true });
    const { task } = (await agent.call("SendMessage", { tenant: "a", ...own })).result;
    const { release } = await held.next();
    for (const tenant of ["b", undefined]) {
      const call = (method: string, params: object) => agent.call(method, { tenant, ...params });
      const notFound = { error: { code: -32001 } };
      expect(await call("GetTask", { id: task.id })).toMatchObject(notFound);
      expect(await call("CancelTask", { id: task.id })).toMatchObject(notFound);
      expect(await call("SubscribeToTask", { id: task.id })).toMatchObject(notFound);
      expect(await call("SendMessage", toParams("x", { taskId: task.id }))).toMatchObject(notFound);
      expect((await call("ListTasks", {})).result.totalSize).toBe(0);
    }
    expect((await agent.call("GetTask", { tenant: "a", id: task.id })).result.id).toBe(task.id);
    release();
  });
});
