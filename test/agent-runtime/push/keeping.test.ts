import { expect, it } from "vitest";
import { RefusedError } from "../../../agent-runtime/src/errors.ts";
import { createChangingTask, createPushUnderTest, SCOPE, toConfig } from "./push-under-test.ts";
import { serveWebhook } from "./webhook-receiver.ts";

const URL_OF_NOBODY = "http://127.0.0.1:1/";
const RETENTION_MS = 10 * 60 * 1_000;

it("forgets the configs of an ended task some time after", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook();
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));
  changing.enter("COMPLETED");
  await push.until(1);

  push.clock.advance(RETENTION_MS - 1);
  createChangingTask(push).notify(toConfig(URL_OF_NOBODY));
  expect(push.list(SCOPE, changing.task.id)).toHaveLength(1);
  push.clock.advance(1);
  createChangingTask(push).notify(toConfig(URL_OF_NOBODY));
  expect(push.list(SCOPE, changing.task.id)).toEqual([]);
});

it("does not forget the configs of a task that waits, however long", () => {
  const push = createPushUnderTest();
  const changing = createChangingTask(push);
  changing.notify(toConfig(URL_OF_NOBODY));

  push.clock.advance(10 * RETENTION_MS);
  createChangingTask(push).notify(toConfig(URL_OF_NOBODY));

  expect(push.list(SCOPE, changing.task.id)).toHaveLength(1);
});

it("makes room for a config by those of tasks that nobody works on, the longest idle first", async () => {
  const push = createPushUnderTest({ maxConfigs: 3 });
  const webhook = await serveWebhook();
  const tasks = [1, 2, 3].map(() => {
    const changing = createChangingTask(push);
    changing.notify(toConfig(webhook.origin));
    return changing;
  });
  const [working, waits, ended] = tasks;
  working?.enter("WORKING");
  ended?.enter("COMPLETED");
  waits?.enter("INPUT_REQUIRED");
  await push.until(3);

  const next = createChangingTask(push);
  const last = createChangingTask(push);
  next.notify(toConfig(URL_OF_NOBODY));
  const getCounts = (): number[] =>
    [...tasks, next, last].map(({ task }) => push.list(SCOPE, task.id).length);
  expect(getCounts()).toEqual([1, 1, 0, 1, 0]);
  last.notify(toConfig(URL_OF_NOBODY));
  expect(getCounts()).toEqual([1, 0, 0, 1, 1]);

  expect(() => createChangingTask(push).notify(toConfig(URL_OF_NOBODY))).toThrow(
    new RefusedError(
      "AGENT_OVERLOADED",
      "The agent notifies as many callers as it can. Ask again later, or read the task instead.",
    ),
  );
});

it("does not take a config away that has something to send", async () => {
  const push = createPushUnderTest({ maxConfigs: 1 });
  const webhook = await serveWebhook(() => undefined);
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));
  changing.enter("COMPLETED");
  await webhook.until(1);

  expect(() => createChangingTask(push).notify(toConfig(URL_OF_NOBODY))).toThrow(RefusedError);
  expect(push.pendingCount).toBe(1);
});

it("counts what is deleted and taken away: room is never lost", async () => {
  const push = createPushUnderTest({ maxConfigs: 2 });
  const webhook = await serveWebhook((response) => response.writeHead(410).end());
  for (let count = 0; count < 10; count += 1) {
    const deleted = createChangingTask(push);
    const { id } = deleted.notify(toConfig(URL_OF_NOBODY));
    push.delete(SCOPE, deleted.task.id, id);

    const gone = createChangingTask(push);
    gone.notify(toConfig(webhook.origin));
    gone.enter("WORKING");
    await push.until(count + 1);

    const refused = toConfig("http://10.0.0.1/");
    await expect(push.create(SCOPE, gone.task, refused, "1.0")).rejects.toThrow("'url'");
  }
  createChangingTask(push).notify(toConfig(URL_OF_NOBODY));
  createChangingTask(push).notify(toConfig(URL_OF_NOBODY));
  expect(() => createChangingTask(push).notify(toConfig(URL_OF_NOBODY))).toThrow(RefusedError);
});

it("does not forget the configs of an ended task that have something to send", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook(() => undefined);
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));
  changing.enter("COMPLETED");
  await webhook.until(1);

  push.clock.advance(RETENTION_MS);
  createChangingTask(push).notify(toConfig(URL_OF_NOBODY));

  expect([push.list(SCOPE, changing.task.id).length, push.pendingCount]).toEqual([1, 1]);
});

it("has as much room again as the configs took that made room", async () => {
  const push = createPushUnderTest({ maxConfigs: 3 });
  const webhook = await serveWebhook();
  const idle = createChangingTask(push);
  idle.notify(toConfig(webhook.origin, { id: "1" }));
  idle.notify(toConfig(webhook.origin, { id: "2" }));
  idle.enter("INPUT_REQUIRED");
  await push.until(2);
  const notifyOther = (): void => {
    createChangingTask(push).notify(toConfig(URL_OF_NOBODY));
  };

  notifyOther();
  notifyOther();
  notifyOther();

  expect(push.list(SCOPE, idle.task.id)).toEqual([]);
  expect(notifyOther).toThrow(RefusedError);
});

it("takes nothing of a task whose configs were all deleted for room", () => {
  const push = createPushUnderTest({ maxConfigs: 1 });
  const idle = createChangingTask(push);
  const { id } = idle.notify(toConfig(URL_OF_NOBODY));
  idle.enter("INPUT_REQUIRED");
  push.delete(SCOPE, idle.task.id, id);

  createChangingTask(push).notify(toConfig(URL_OF_NOBODY));

  expect(() => createChangingTask(push).notify(toConfig(URL_OF_NOBODY))).toThrow(RefusedError);
});
