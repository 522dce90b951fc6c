import { SendMessageRequest, StreamResponse, Task, TaskPushNotificationConfig } from "@a2a-js/sdk";
import { expect, test } from "vitest";
import { createAsker, createContext, getReason, toGetTask } from "./asker.ts";
import { endWithError, endWithResult, playSibling, writeEvent } from "./servers.ts";

const waiting = { id: "t1", contextId: "c1", status: { state: "TASK_STATE_INPUT_REQUIRED" } };
const config = { taskId: "t1", id: "p1", url: "https://example.com/there" };
const followUp = SendMessageRequest.fromJSON({ message: { messageId: "m1", taskId: "t1" } });
const cancel = { tenant: "", id: "t1", metadata: undefined };

/** A replica that has given its one task away, or gives it away while it is asked. */
async function createFormerOwner(settle: () => Promise<void> = () => Promise.resolve()) {
  const changes: string[] = [];
  const change = (name: string): Promise<never> => {
    changes.push(name);
    return Promise.reject(new Error("changed here"));
  };
  const { handler, port } = await createAsker({
    addresses: ["127.0.0.2"],
    local: {
      getTask: () => Promise.resolve(Task.fromJSON(waiting)),
      cancelTask: () => change("cancelTask"),
      sendMessage: () => change("sendMessage"),
      // eslint-disable-next-line @typescript-eslint/require-await -- A stream of one event.
      sendMessageStream: async function* () {
        changes.push("sendMessageStream");
        yield StreamResponse.fromJSON({ task: waiting });
      },
      createTaskPushNotificationConfig: () => change("createConfig"),
      deleteTaskPushNotificationConfig: () => change("deleteConfig"),
    },
    handOver: { settle, hasGiven: (id) => id === "t1" },
  });
  const owner = await playSibling("127.0.0.2", port, (response, { method }) => {
    switch (method) {
      case "SendStreamingMessage":
        writeEvent(response, { task: waiting });
        response.end();
        break;
      case "SendMessage":
        endWithResult(response, { task: waiting });
        break;
      case "CreateTaskPushNotificationConfig":
        endWithResult(response, config);
        break;
      case "DeleteTaskPushNotificationConfig":
        endWithError(response, -32004, "UNSUPPORTED_OPERATION");
        break;
      default:
        endWithResult(response, waiting);
    }
  });
  return { changes, handler, owner };
}

test("what changes a task that was handed over is done where it is now", async () => {
  const { changes, handler, owner } = await createFormerOwner();
  const context = createContext();
  expect(await handler.cancelTask(cancel, context)).toMatchObject({ id: "t1" });
  expect(await handler.sendMessage(followUp, context)).toMatchObject({ id: "t1" });
  const streamed = await handler.sendMessageStream(followUp, context).next();
  expect(streamed).toMatchObject({ value: { payload: { $case: "task" } } });
  const created = TaskPushNotificationConfig.fromJSON(config);
  expect(await handler.createTaskPushNotificationConfig(created, context)).toEqual(created);
  const deletion = handler.deleteTaskPushNotificationConfig({ ...config, tenant: "" }, context);
  expect(await getReason(deletion)).toBe("UNSUPPORTED_OPERATION");
  expect(changes).toEqual([]);
  expect(owner.calls.map(({ method }) => method)).toEqual([
    "GetTask",
    "CancelTask",
    "SendMessage",
    "SendStreamingMessage",
    "CreateTaskPushNotificationConfig",
    "DeleteTaskPushNotificationConfig",
  ]);
});

test("a task that was handed over is still read here, and has nothing changed for a sibling", async () => {
  const { changes, handler, owner } = await createFormerOwner();
  const context = createContext({ headers: { "berth-forwarded": "1" } });
  expect(await handler.getTask(toGetTask("t1"), context)).toMatchObject({ id: "t1" });
  expect(await getReason(handler.cancelTask(cancel, context))).toBe("TASK_NOT_FOUND");
  expect(await getReason(handler.sendMessage(followUp, context))).toBe("TASK_NOT_FOUND");
  expect([changes, owner.calls]).toEqual([[], []]);
});

test("a change to a task that is on its way waits until it has arrived", async () => {
  let arrive = (): void => undefined;
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const { handler, owner } = await createFormerOwner(() => arrival);
  const cancelled = handler.cancelTask(cancel, createContext());
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(owner.calls).toEqual([]);
  arrive();
  expect(await cancelled).toMatchObject({ id: "t1" });
  expect(owner.calls.map(({ method }) => method)).toEqual(["GetTask", "CancelTask"]);
});
