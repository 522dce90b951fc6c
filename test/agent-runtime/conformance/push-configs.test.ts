import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createHeldExecutor } from "../held-executor.ts";
import {
  type Binding,
  BINDINGS,
  type RunningAgent,
  startAgent,
  toReason,
  toSend,
  type WireTask,
} from "./running-agent.ts";

const ENVIRONMENT = { A2A_WEBHOOK_ALLOWLIST: "127.0.0.0/8" };
const WITH_PUSH = { capabilities: { pushNotifications: true }, environment: ENVIRONMENT };

interface Delivery {
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** Starts a webhook that keeps what it is sent, until the test is over. */
async function startWebhook(): Promise<{ url: string; deliveries: Delivery[] }> {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on("end", () => {
      deliveries.push({
        headers: request.headers,
        body: JSON.parse(text) as Record<string, unknown>,
      });
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, deliveries };
}

async function begin(binding: Binding, { url }: RunningAgent, configuration: object = {}) {
  const params = toSend("go", {}, { returnImmediately: true, ...configuration });
  const { result } = await binding.call(url, "SendMessage", params);
  return (result as { task: WireTask }).task.id;
}

describe.each(BINDINGS)("A2A 1.0 over $name: push notifications", (binding: Binding) => {
  it("3.1.7 to 3.1.10 a config is kept, shown, listed and ended", async () => {
    const { url } = await startWebhook();
    const held = createHeldExecutor();
    const agent = await startAgent(held.execute, WITH_PUSH);
    const taskId = await begin(binding, agent);
    const call = (operation: string, params: object = {}) =>
      binding.call(agent.url, operation, { taskId, ...params });
    const kept = (await call("CreateTaskPushNotificationConfig", { url })).result as {
      id: string;
    };
    expect(kept).toEqual({ id: expect.stringMatching(/./) as string, taskId, url });
    await call("CreateTaskPushNotificationConfig", { id: "c2", url });
    const { id } = kept;
    expect((await call("GetTaskPushNotificationConfig", { id })).result).toEqual(kept);
    expect((await call("ListTaskPushNotificationConfigs")).result).toEqual({
      configs: [kept, { id: "c2", taskId, url }],
    });
    await call("DeleteTaskPushNotificationConfig", { id });
    expect((await call("DeleteTaskPushNotificationConfig", { id })).error).toBeUndefined();
    expect((await call("ListTaskPushNotificationConfigs")).result).toEqual({
      configs: [{ id: "c2", taskId, url }],
    });
    expect(toReason(await call("GetTaskPushNotificationConfig", { id }))).toBe("TASK_NOT_FOUND");
    (await held.next()).release();
  });

  it.each([
    ["CreateTaskPushNotificationConfig", { url: "http://127.0.0.1:9/hook" }],
    ["GetTaskPushNotificationConfig", { id: "c1" }],
    ["ListTaskPushNotificationConfigs", {}],
    ["DeleteTaskPushNotificationConfig", { id: "c1" }],
  ])(
    "3.1.7 to 3.1.10 %s of a task that is not known is TaskNotFoundError",
    async (name, params) => {
      const { url } = await startAgent(() => undefined, WITH_PUSH);
      const outcome = await binding.call(url, name, { taskId: "made-up", ...params });
      expect(toReason(outcome)).toBe("TASK_NOT_FOUND");
    },
  );

  it.each([
    ["CreateTaskPushNotificationConfig", { url: "http://127.0.0.1:9/hook" }],
    ["GetTaskPushNotificationConfig", { id: "c1" }],
    ["ListTaskPushNotificationConfigs", {}],
    ["DeleteTaskPushNotificationConfig", { id: "c1" }],
  ])(
    "3.3.4 %s is PushNotificationNotSupportedError without the capability",
    async (name, params) => {
      const { url } = await startAgent(() => undefined);
      const outcome = await binding.call(url, name, { taskId: "t1", ...params });
      expect(toReason(outcome)).toBe("PUSH_NOTIFICATION_NOT_SUPPORTED");
    },
  );

  it("3.3.4 a message that wants notifications is refused without the capability", async () => {
    const { url } = await startAgent(() => undefined);
    const configuration = { taskPushNotificationConfig: { url: "http://127.0.0.1:9/hook" } };
    const outcome = await binding.call(url, "SendMessage", toSend("x", {}, configuration));
    expect(toReason(outcome)).toBe("PUSH_NOTIFICATION_NOT_SUPPORTED");
  });

  it("4.3.3 a webhook is told of the task, with the credentials that it asked for", async () => {
    const webhook = await startWebhook();
    const { url } = await startAgent((task) => {
      task.addArtifact({ id: "a", parts: [{ text: "1" }] });
      task.complete("done");
    }, WITH_PUSH);
    const taskPushNotificationConfig = {
      url: webhook.url,
      token: "the-token",
      authentication: { scheme: "Bearer", credentials: "the-secret" },
    };
    await binding.call(url, "SendMessage", toSend("x", {}, { taskPushNotificationConfig }));
    await expect
      .poll(() => webhook.deliveries.at(-1)?.body)
      .toMatchObject({ statusUpdate: { status: { state: "TASK_STATE_COMPLETED" } } });
    for (const { body, headers } of webhook.deliveries) {
      expect(headers).toMatchObject({
        "content-type": "application/a2a+json",
        authorization: "Bearer the-secret",
      });
      expect(Object.keys(body)).toHaveLength(1);
    }
    expect(webhook.deliveries.map(({ body }) => body)).toContainEqual(
      expect.objectContaining({ artifactUpdate: expect.anything() as unknown }),
    );
  });

  it("3.1.10 nothing is sent to a config that was ended", async () => {
    const ended = await startWebhook();
    const other = await startWebhook();
    const held = createHeldExecutor();
    const agent = await startAgent(held.execute, WITH_PUSH);
    const taskId = await begin(binding, agent);
    const { release, task } = await held.next();
    for (const [id, { url }] of [
      ["ended", ended],
      ["other", other],
    ] as const) {
      const params = { taskId, id, url };
      await binding.call(agent.url, "CreateTaskPushNotificationConfig", params);
    }
    await binding.call(agent.url, "DeleteTaskPushNotificationConfig", { taskId, id: "ended" });
    ended.deliveries.splice(0);
    task.complete("done");
    release();
    await expect
      .poll(() => other.deliveries.at(-1)?.body)
      .toMatchObject({ statusUpdate: { status: { state: "TASK_STATE_COMPLETED" } } });
    expect(ended.deliveries).toEqual([]);
  });
});
