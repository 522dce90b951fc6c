// Has every replica asked for the tasks of every other, by each operation, and tells how that went.
// GetExtendedAgentCard is about no task. Arguments: the URL of a webhook, those of the replicas.
import { randomUUID } from "node:crypto";
import {
  ListTaskPushNotificationConfigsRequest,
  ListTasksRequest,
  SendMessageRequest,
  type StreamResponse,
  type Task,
  TaskPushNotificationConfig,
} from "@a2a-js/sdk";
import type { Client } from "@a2a-js/sdk/client";
import { A2AError } from "@a2a-js/sdk/errors";
import { connectToPod, print, toRequest, toState, toText } from "./calls.ts";

/** Longer than everything else takes. */
const LONG_MS = 300_000;
const SHORT_MS = 1_000;

/** A message in words, to a task where there is one. */
function toWords(text: string, taskId = ""): SendMessageRequest {
  const message = { messageId: randomUUID(), role: "ROLE_USER", parts: [{ text }], taskId };
  return SendMessageRequest.fromJSON({ message });
}

async function send(client: Client, request: SendMessageRequest): Promise<Task> {
  const answer = await client.sendMessage(request);
  if (!("status" in answer)) {
    throw new Error("The agent answers with a task.");
  }
  return answer;
}

async function get(client: Client, id: string): Promise<Task> {
  return await client.getTask({ id, tenant: "" });
}

async function readStates(
  events: AsyncGenerator<StreamResponse, void, undefined>,
): Promise<string[]> {
  const states: string[] = [];
  for await (const { payload } of events) {
    if (payload?.$case === "task" || payload?.$case === "statusUpdate") {
      states.push(toState(payload.value as Task));
    }
  }
  return states;
}

async function toReason(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
    return "OK";
  } catch (error) {
    return error instanceof A2AError ? error.reason : String(error);
  }
}

const cancel = (client: Client, id: string): Promise<Task> =>
  client.cancelTask({ id, tenant: "", metadata: undefined });

/** What a replica does with the webhooks of a task of another. */
async function useConfigs(asker: Client, owner: Client, taskId: string): Promise<object> {
  const request = { taskId, id: "c1", tenant: "" };
  const config = TaskPushNotificationConfig.fromJSON({ taskId, id: "c1", url: webhook });
  const made = JSON.stringify(await asker.createTaskPushNotificationConfig(config));
  const kept = JSON.stringify(await owner.getTaskPushNotificationConfig(request));
  const read = JSON.stringify(await asker.getTaskPushNotificationConfig(request));
  const { configs } = await asker.listTaskPushNotificationConfig(
    ListTaskPushNotificationConfigsRequest.fromJSON({ taskId }),
  );
  await asker.deleteTaskPushNotificationConfig(request);
  return {
    isKept: made === kept,
    isRead: read === kept,
    listed: configs.map(({ id }) => id),
    left: await toReason(owner.getTaskPushNotificationConfig(request)),
  };
}

/** What a replica does with the tasks of another. */
async function operate(asker: Client, owner: Client): Promise<object> {
  const long = await send(owner, toRequest(LONG_MS, true));
  const short = await send(owner, toRequest(SHORT_MS, true));
  const subscribed = readStates(asker.resubscribeTask({ id: short.id, tenant: "" }));
  const read = toState(await get(asker, long.id));
  const configs = await useConfigs(asker, owner, long.id);
  const cancelled = toState(await cancel(asker, long.id));
  const isSame =
    JSON.stringify(await get(asker, long.id)) === JSON.stringify(await get(owner, long.id));

  const asked = await send(owner, toWords("ask"));
  const askedAgain = await send(asker, toWords("ask", asked.id));
  const answered = asker.sendMessageStream(toWords("50", asked.id));
  return {
    read,
    configs,
    cancelled,
    isSame,
    subscribed: (await subscribed).at(-1),
    asked: [toState(asked), toState(askedAgain)],
    answered: (await readStates(answered)).at(-1),
    said: toText(await get(asker, asked.id)),
    refused: await toReason(cancel(asker, asked.id)),
    unknown: await toReason(get(asker, randomUUID())),
  };
}

const [webhook = "", ...urls] = process.argv.slice(2);
const replicas = await Promise.all(
  urls.map(async (url, index) => ({ name: index + 1, client: await connectToPod(url) })),
);
for (const owner of replicas) {
  for (const asker of replicas.filter(({ name }) => name !== owner.name)) {
    print({ owner: owner.name, asker: asker.name, ...(await operate(asker.client, owner.client)) });
  }
}
for (const { name, client } of replicas) {
  const { tasks, totalSize } = await client.listTasks(ListTasksRequest.fromJSON({}));
  print({ lister: name, listed: new Set(tasks.map(({ id }) => id)).size, totalSize });
}
