import { expect, onTestFinished, test, vi } from "vitest";
import { toParams } from "../agent-under-test.ts";
import { findFreePort } from "../free-port.ts";
import { type Replica, startReplicas } from "./replicas.ts";
import { playWebhook } from "./servers.ts";

const environment = { A2A_WEBHOOK_ALLOWLIST: "127.0.0.9" };

/** Two replicas, a task that the first one works on, and a webhook. */
async function beginTask() {
  const [owner, other] = (await startReplicas(2, environment)) as [Replica, Replica];
  const port = await findFreePort();
  const webhook = await playWebhook("127.0.0.9", port);
  const params = toParams("go", {}, { returnImmediately: true });
  const { id: taskId } = (await owner.call("SendMessage", params)).result.task;
  const held = await owner.executor.next();
  onTestFinished(() => {
    held.release();
  });
  return { owner, other, webhook, url: `http://127.0.0.9:${port}/hook`, taskId, held };
}

test("configs of a task are made, read and deleted at any replica, and its owner notifies", async () => {
  const { held, other, owner, taskId, url, webhook } = await beginTask();
  const config = { taskId, id: "p1", url, token: "s3cret" };
  const { result: created } = await other.call("CreateTaskPushNotificationConfig", config);
  expect(created).toEqual(config);
  const request = { taskId, id: "p1" };
  for (const replica of [owner, other]) {
    expect((await replica.call("GetTaskPushNotificationConfig", request)).result).toEqual(created);
    const { result } = await replica.call("ListTaskPushNotificationConfigs", { taskId });
    expect(result).toMatchObject({ configs: [created] });
  }
  held.task.report("on it");
  await vi.waitFor(() => {
    expect(webhook.bodies.map((body) => body.includes("on it"))).toEqual([true]);
  });

  expect((await other.call("DeleteTaskPushNotificationConfig", request)).result).toBeNull();
  expect((await owner.call("GetTaskPushNotificationConfig", request)).error.code).toBe(-32001);
  expect((await other.call("GetTaskPushNotificationConfig", request)).error.code).toBe(-32001);
});

test("a caller of A2A 0.3 is notified in its version, wherever it has left the config", async () => {
  const { held, other, taskId, url, webhook } = await beginTask();
  const params = { taskId, pushNotificationConfig: { id: "p1", url } };
  const former = { "A2A-Version": "0.3" };
  const { result } = await other.call("tasks/pushNotificationConfig/set", params, former);
  expect(result).toMatchObject(params);
  held.task.report("on it");
  await vi.waitFor(() => {
    expect(webhook.bodies.map((body) => (JSON.parse(body) as { kind?: string }).kind)).toEqual([
      "task",
    ]);
  });
  // Or the end of the task would be told to a webhook that is gone.
  await other.call(
    "tasks/pushNotificationConfig/delete",
    { id: taskId, pushNotificationConfigId: "p1" },
    former,
  );
});
