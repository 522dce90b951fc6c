import { expect, onTestFinished, test, vi } from "vitest";
import { toParams } from "../agent-under-test.ts";
import { findFreePort } from "../free-port.ts";
import { type Replica, startReplicas } from "./replicas.ts";
import { playWebhook } from "./servers.ts";

test("configs of a task are made, read and deleted at any replica, and its owner notifies", async () => {
  const environment = { A2A_WEBHOOK_ALLOWLIST: "127.0.0.9" };
  const [owner, other] = (await startReplicas(2, environment)) as [Replica, Replica];
  const port = await findFreePort();
  const webhook = await playWebhook("127.0.0.9", port);
  const params = toParams("go", {}, { returnImmediately: true });
  const { id: taskId } = (await owner.call("SendMessage", params)).result.task;
  const held = await owner.executor.next();
  onTestFinished(() => {
    held.release();
  });

  const config = { taskId, id: "p1", url: `http://127.0.0.9:${port}/hook`, token: "s3cret" };
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
