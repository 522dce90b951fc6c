import { SendMessageRequest } from "@a2a-js/sdk";
import { expect, test, vi } from "vitest";
import { MAX_LOOKUPS } from "../../../agent-runtime/src/siblings/lookup-limit.ts";
import { createAsker, createContext, getReason, LIST_REQUEST, toGetTask } from "./asker.ts";
import {
  endWithError,
  endWithNotFound,
  endWithResult,
  playSibling,
  type SeenCall,
  writeEvent,
} from "./servers.ts";

const task = { id: "t1", contextId: "c1", status: { state: "TASK_STATE_WORKING" } };
const config = { id: "p1", taskId: "t1", url: "https://example.com/hook", token: "s3cret" };
const configRequest = { tenant: "", taskId: "t1", id: "p1" };

const sendRequest = SendMessageRequest.fromJSON({
  message: { messageId: "m1", taskId: "t1", role: "ROLE_USER" },
  metadata: { one: 1 },
});

/** Answers every operation on the task. */
function answerAll(
  response: Parameters<typeof endWithResult>[0],
  { method }: Pick<SeenCall, "method">,
): void {
  switch (method) {
    case "SendStreamingMessage":
    case "SubscribeToTask":
      writeEvent(response, { task });
      response.end();
      break;
    case "SendMessage":
      endWithResult(response, { task });
      break;
    case "ListTaskPushNotificationConfigs":
      endWithResult(response, { configs: [config] });
      break;
    case "DeleteTaskPushNotificationConfig":
      endWithResult(response, null);
      break;
    case "GetTaskPushNotificationConfig":
    case "CreateTaskPushNotificationConfig":
      endWithResult(response, config);
      break;
    default:
      endWithResult(response, task);
  }
}

test("a request is passed on with the caller's proof, extensions, trace and time, and nothing else", async () => {
  const { handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  const owner = await playSibling("127.0.0.2", port, answerAll);
  const proof = {
    authorization: "Bearer abc",
    "x-api-key": "key",
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    tracestate: "a=b",
    "berth-timeout-ms": "5000",
  };
  const context = createContext({
    headers: { ...proof, cookie: "c=d", "x-forwarded-for": "10.9.9.9", "x-a2a-extensions": "old" },
    extensions: ["https://example.com/a", "https://example.com/b"],
    tenant: "blue",
  });
  await handler.sendMessage(sendRequest, context);
  for (const { headers, params } of owner.calls) {
    const { connection, host, "content-length": length, ...others } = headers;
    expect([host, Number(length) > 0, connection]).toEqual([
      `127.0.0.2:${port}`,
      true,
      expect.any(String),
    ]);
    expect(others).toEqual({
      ...proof,
      "berth-forwarded": "1.0",
      "a2a-version": "1.0",
      "a2a-extensions": "https://example.com/a,https://example.com/b",
      "content-type": "application/json",
      accept: "application/json",
    });
    expect(params["tenant"]).toBe("blue");
  }
  expect(owner.calls.map(({ method }) => method)).toEqual(["GetTask", "SendMessage"]);
  expect(owner.calls[1]?.params).toEqual({
    tenant: "blue",
    message: { messageId: "m1", taskId: "t1", role: "ROLE_USER" },
    metadata: { one: 1 },
  });
});

test("a request is passed on as a part of the trace at hand, where there is one", async () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-1111111111111111-01";
  const { handler, port } = await createAsker({
    addresses: ["127.0.0.2"],
    getTraceHeaders: () => ({ traceparent }),
  });
  const owner = await playSibling("127.0.0.2", port, answerAll);
  await handler.getTask(toGetTask("t1"), createContext({ headers: { traceparent: "of caller" } }));
  expect(owner.calls.map(({ headers }) => headers["traceparent"])).toEqual([traceparent]);
});

test("whoever is known to have a task is asked alone, until it has the task no more", async () => {
  const { handler, port } = await createAsker();
  let ownerAt = "127.0.0.2";
  const play = (address: string) =>
    playSibling(address, port, (response, call) => {
      if (ownerAt === address) {
        answerAll(response, call);
      } else {
        endWithNotFound(response);
      }
    });
  const [first, second] = [await play("127.0.0.2"), await play("127.0.0.3")];
  const context = createContext();
  const count = (): number[] => [first.calls.length, second.calls.length];

  await handler.getTask(toGetTask("t1"), context);
  expect(count()[0]).toBe(1);
  await vi.waitFor(() => {
    expect(count()).toEqual([1, 1]);
  });
  await handler.getTask(toGetTask("t1"), context);
  await handler.cancelTask({ tenant: "", id: "t1", metadata: undefined }, context);
  await handler.sendMessage(sendRequest, context);
  expect(count()).toEqual([4, 1]);

  ownerAt = "127.0.0.3";
  await handler.cancelTask({ tenant: "", id: "t1", metadata: undefined }, context);
  expect(second.calls.map(({ method }) => method)).toEqual(["GetTask", "GetTask", "CancelTask"]);
  await handler.getTask(toGetTask("t1"), context);
  expect(second.calls).toHaveLength(4);
});

test("every operation on a task goes to its owner, and comes back as it is", async () => {
  const { handler, port } = await createAsker();
  const owner = await playSibling("127.0.0.2", port, answerAll);
  await playSibling("127.0.0.3", port, (response) => {
    endWithNotFound(response);
  });
  const context = createContext();
  const cancel = { tenant: "", id: "t1", metadata: undefined };
  expect([
    await handler.getTask(toGetTask("t1"), context),
    await handler.cancelTask(cancel, context),
    await handler.sendMessage(sendRequest, context),
  ]).toMatchObject([{ id: "t1" }, { id: "t1" }, { id: "t1" }]);
  const createRequest = { ...config, tenant: "", authentication: undefined };
  expect(await handler.createTaskPushNotificationConfig(createRequest, context)).toEqual(
    createRequest,
  );
  expect(await handler.getTaskPushNotificationConfig(configRequest, context)).toEqual(
    createRequest,
  );
  const listRequest = { tenant: "", taskId: "t1", pageSize: 0, pageToken: "" };
  expect(await handler.listTaskPushNotificationConfigs(listRequest, context)).toEqual({
    configs: [createRequest],
    nextPageToken: "",
  });
  await handler.deleteTaskPushNotificationConfig(configRequest, context);
  for (const events of [
    handler.resubscribe({ tenant: "", id: "t1" }, context),
    handler.sendMessageStream(sendRequest, context),
  ]) {
    expect(await events.next()).toMatchObject({ value: { payload: { $case: "task" } } });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  }
  expect(owner.calls.map(({ method }) => method)).toEqual([
    "GetTask",
    "CancelTask",
    "SendMessage",
    "CreateTaskPushNotificationConfig",
    "GetTaskPushNotificationConfig",
    "ListTaskPushNotificationConfigs",
    "DeleteTaskPushNotificationConfig",
    "SubscribeToTask",
    "SendStreamingMessage",
  ]);
});

test("what a replica is asked by another is asked of nobody else", async () => {
  const { handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  const other = await playSibling("127.0.0.2", port, answerAll);
  const context = createContext({ headers: { "berth-forwarded": "1" } });
  const cancel = { tenant: "", id: "t1", metadata: undefined };
  const subscription = { tenant: "", id: "t1" };
  expect([
    await getReason(handler.getTask(toGetTask("t1"), context)),
    await getReason(handler.cancelTask(cancel, context)),
    await getReason(handler.sendMessage(sendRequest, context)),
    await getReason(handler.resubscribe(subscription, context).next()),
    await getReason(handler.sendMessageStream(sendRequest, context).next()),
    await getReason(handler.getTaskPushNotificationConfig(configRequest, context)),
    await getReason(handler.deleteTaskPushNotificationConfig(configRequest, context)),
    await getReason(handler.listTasks(LIST_REQUEST, context)),
  ]).toEqual([...Array.from({ length: 7 }, () => "TASK_NOT_FOUND"), "ok"]);
  expect(other.calls).toEqual([]);
});

test("a new message and an error of another kind are asked of nobody else", async () => {
  const { handler, port } = await createAsker({
    addresses: ["127.0.0.2"],
    local: { cancelTask: () => Promise.reject(new Error("broken here")) },
  });
  const other = await playSibling("127.0.0.2", port, answerAll);
  const request = SendMessageRequest.fromJSON({ message: { messageId: "m1" } });
  const context = createContext();
  expect([
    await getReason(handler.sendMessage(request, context)),
    await getReason(handler.sendMessageStream(request, context).next()),
    await getReason(handler.cancelTask({ tenant: "", id: "t1", metadata: undefined }, context)),
  ]).toEqual(["TASK_NOT_FOUND", "TASK_NOT_FOUND", "INTERNAL_ERROR"]);
  expect(other.calls).toEqual([]);
});

test.each([
  [-32002, "TASK_NOT_CANCELABLE"],
  [-32004, "UNSUPPORTED_OPERATION"],
  [-32602, "INVALID_PARAMS"],
  [-32603, "AGENT_DRAINING"],
  [-32603, "AGENT_OVERLOADED"],
  [-32000, "UNAUTHENTICATED"],
])("what the owner refuses with %i and %s is refused so here", async (code, reason) => {
  const { handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  await playSibling("127.0.0.2", port, (response, { method }) => {
    if (method === "GetTask") {
      endWithResult(response, task);
    } else {
      endWithError(response, code, reason);
    }
  });
  const context = createContext();
  expect([
    await getReason(handler.cancelTask({ tenant: "", id: "t1", metadata: undefined }, context)),
    await getReason(handler.resubscribe({ tenant: "", id: "t1" }, context).next()),
  ]).toEqual([reason, reason]);
});

test("a flood of unknown tasks is refused before it is one between the replicas", async () => {
  const { clock, handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  const silent = await playSibling("127.0.0.2", port, () => undefined);
  const ask = (id: string): Promise<string> =>
    getReason(handler.getTask(toGetTask(id), createContext()));
  const asked = Array.from({ length: MAX_LOOKUPS }, (_, index) => ask(`t${index}`));
  expect(await ask("one more")).toBe("AGENT_OVERLOADED");
  await vi.waitFor(() => {
    // The others wait for a connection.
    expect(silent.calls).toHaveLength(32);
  });
  expect(silent.connections).toBe(32);
  clock.advance(2_000);
  expect(new Set(await Promise.all(asked))).toEqual(new Set(["AGENT_OVERLOADED"]));
  expect(silent.calls.length).toBeLessThan(MAX_LOOKUPS + 1);

  const later = ask("t1");
  await vi.waitFor(() => {
    expect(silent.calls.at(-1)?.params["id"]).toBe("t1");
  });
  clock.advance(2_000);
  expect(await later).toBe("AGENT_OVERLOADED");
});
