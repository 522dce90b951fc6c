import {
  AgentCard,
  type Message,
  Role,
  SendMessageRequest,
  type Task,
  TaskState,
} from "@a2a-js/sdk";
import {
  Client,
  JsonRpcTransportFactory,
  RestTransportFactory,
  type TransportFactory,
} from "@a2a-js/sdk/client";
import { LegacyJsonRpcTransport, LegacyRestTransport } from "@a2a-js/sdk/compat/v0_3/client";
import { TaskNotFoundError } from "@a2a-js/sdk/errors";
import { describe, expect, it } from "vitest";
import { createHeldExecutor } from "../held-executor.ts";
import { startAgent, toSend } from "./running-agent.ts";

const EMPTY_CARD = AgentCard.fromJSON({
  capabilities: { streaming: true, pushNotifications: true },
});

const fromFactory =
  (factory: TransportFactory) =>
  async (url: string): Promise<Client> =>
    new Client(await factory.create(url, EMPTY_CARD), EMPTY_CARD);

/** The clients of the SDK, for each version and binding. */
const CLIENTS: [string, (url: string) => Promise<Client>][] = [
  ["1.0 over JSON-RPC", fromFactory(new JsonRpcTransportFactory())],
  ["1.0 over HTTP+JSON", fromFactory(new RestTransportFactory())],
  [
    "0.3 over JSON-RPC",
    (endpoint) => Promise.resolve(new Client(new LegacyJsonRpcTransport({ endpoint }), EMPTY_CARD)),
  ],
  [
    "0.3 over HTTP+JSON",
    (endpoint) => Promise.resolve(new Client(new LegacyRestTransport({ endpoint }), EMPTY_CARD)),
  ],
];

const toRequest = (message: object = {}, configuration?: object): SendMessageRequest =>
  SendMessageRequest.fromJSON(toSend("hello", message, configuration));

const isTask = (result: Message | Task): result is Task => "status" in result;

describe.each(CLIENTS)("the SDK's client of A2A %s", (_, createClient) => {
  it("sends every kind of part and gets it back", async () => {
    const { url } = await startAgent(
      (task) => {
        task.addArtifact({ id: "echo", name: "Echo", parts: task.message.parts });
      },
      { card: { defaultInputModes: ["*/*"] } },
    );
    const client = await createClient(url);
    const request = toRequest({
      contextId: "c1",
      parts: [
        { text: "hello" },
        // HTTP+JSON of 0.3 has no name for a file.
        { raw: "aGk=", mediaType: "text/plain" },
        { url: "https://example.com/a", mediaType: "text/csv" },
        { data: { a: [1, null] } },
      ],
    });
    const result = await client.sendMessage(request);
    expect(isTask(result)).toBe(true);
    const task = result as Task;
    expect(task.contextId).toBe("c1");
    expect(task.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
    expect(task.history[0]).toMatchObject({ role: Role.ROLE_USER, parts: request.message?.parts });
    expect(task.artifacts[0]).toMatchObject({ name: "Echo", parts: request.message?.parts });
  });

  it("streams, reads, follows and cancels a task", async () => {
    const held = createHeldExecutor();
    const { url } = await startAgent(held.execute);
    const client = await createClient(url);
    const events = client.sendMessageStream(toRequest());
    const first = (await events.next()).value?.payload;
    const { id } = first?.value as Task;
    expect(first?.$case).toBe("task");
    const { release, task } = await held.next();
    task.addArtifact({ id: "a", parts: [{ text: "1" }] });
    const read = await client.getTask({ tenant: "", id, historyLength: undefined });
    expect(read).toMatchObject({ id, artifacts: [{ artifactId: "a" }] });
    const following = client.resubscribeTask({ tenant: "", id });
    expect((await following.next()).value?.payload).toMatchObject({ value: { id } });
    const cancelled = await client.cancelTask({ tenant: "", id, metadata: undefined });
    expect(cancelled.status?.state).toBe(TaskState.TASK_STATE_CANCELED);
    for (const stream of [events, following]) {
      const states: (TaskState | undefined)[] = [];
      for await (const { payload } of stream) {
        if (payload?.$case === "statusUpdate") {
          states.push(payload.value.status?.state);
        }
      }
      expect(states.at(-1)).toBe(TaskState.TASK_STATE_CANCELED);
    }
    release();
  });

  it("keeps, lists and ends configs of push notifications", async () => {
    const { url } = await startAgent(
      (task) => {
        task.askForInput("which?");
      },
      {
        capabilities: { pushNotifications: true },
        environment: { A2A_WEBHOOK_ALLOWLIST: "127.0.0.0/8" },
      },
    );
    const client = await createClient(url);
    const { id: taskId } = (await client.sendMessage(toRequest())) as Task;
    const config = {
      tenant: "",
      taskId,
      id: "c1",
      url: "http://127.0.0.1:9/hook",
      token: "t",
      authentication: { scheme: "Bearer", credentials: "x" },
    };
    expect(await client.createTaskPushNotificationConfig(config)).toEqual(config);
    const named = { tenant: "", taskId, id: "c1" };
    expect(await client.getTaskPushNotificationConfig(named)).toEqual(config);
    const page = { tenant: "", taskId, pageSize: 0, pageToken: "" };
    expect((await client.listTaskPushNotificationConfig(page)).configs).toEqual([config]);
    await client.deleteTaskPushNotificationConfig(named);
    expect((await client.listTaskPushNotificationConfig(page)).configs).toEqual([]);
  });

  it("learns by its error that a task is not known", async () => {
    const { url } = await startAgent(() => undefined);
    const client = await createClient(url);
    const missing = { tenant: "", id: "made-up", historyLength: undefined };
    await expect(client.getTask(missing)).rejects.toBeInstanceOf(TaskNotFoundError);
    const stream = client.resubscribeTask({ tenant: "", id: "made-up" });
    await expect(stream.next()).rejects.toBeInstanceOf(TaskNotFoundError);
  });
});
