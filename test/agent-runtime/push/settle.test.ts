import { expect, it, vi } from "vitest";
import {
  createChangingTask,
  createPushUnderTest,
  SCOPE,
  toConfig,
  toNews,
} from "./push-under-test.ts";
import { serveWebhook, type WebhookReceiver } from "./webhook-receiver.ts";

const NO_CUT = new AbortController().signal;

async function expectNoConnections(webhook: WebhookReceiver): Promise<void> {
  await vi.waitFor(() => {
    expect(webhook.openConnections).toBe(0);
  });
}

it("settles at once when nothing is pending", async () => {
  const push = createPushUnderTest();
  await push.settle(NO_CUT);
  expect(push.pendingCount).toBe(0);
});

it("settles when everything is delivered, also what comes meanwhile, and closes the connections", async () => {
  const push = createPushUnderTest();
  const held = Promise.withResolvers<undefined>();
  const webhook = await serveWebhook((response) => {
    void held.promise.then(() => response.end());
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));
  changing.enter("WORKING");

  let isSettled = false;
  const settled = push.settle(NO_CUT).then(() => {
    isSettled = true;
  });
  changing.enter("COMPLETED");
  await webhook.until(1);
  expect([isSettled, push.pendingCount]).toEqual([false, 2]);
  held.resolve(undefined);
  await settled;

  expect(webhook.received.map(({ body }) => toNews(body))).toEqual([
    "TASK_STATE_WORKING",
    "TASK_STATE_COMPLETED",
  ]);
  expect([push.pendingCount, push.clock.pendingTimers]).toEqual([0, 0]);
  await expectNoConnections(webhook);
});

it("sends nothing once it has settled", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook();
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));
  await push.settle(NO_CUT);

  changing.enter("WORKING");
  changing.notify(toConfig(webhook.origin));
  changing.enter("COMPLETED");

  expect(push.pendingCount).toBe(0);
  expect(webhook.connections).toBe(0);
});

it("gives up what is pending when it is cut: what is on its way, what waits, and what is to be tried again", async () => {
  const push = createPushUnderTest();
  const silent = await serveWebhook(() => undefined);
  const failing = await serveWebhook((response) => {
    response.writeHead(503).end();
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(silent.origin));
  changing.notify(toConfig(failing.origin));
  changing.enter("WORKING");
  changing.enter("COMPLETED");
  await silent.until(1);
  await push.nextRetry();

  const cut = new AbortController();
  const settled = push.settle(cut.signal);
  cut.abort();
  await settled;
  await push.until(4);

  expect(push.outcomes).toEqual(["dropped", "dropped", "dropped", "dropped"]);
  expect(push.log.lines).toEqual([
    {
      level: "warn",
      facts: { pendingCount: 4 },
      message: "Push notifications were given up",
    },
  ]);
  expect([push.pendingCount, push.clock.pendingTimers]).toEqual([0, 0]);
  expect(push.list(SCOPE, changing.task.id)).toEqual([]);
  await expectNoConnections(silent);
  await expectNoConnections(failing);
});

it("gives up the last attempt of a notification like any other", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook((response, _received, count) => {
    if (count < 3) {
      response.writeHead(503).end();
    }
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));
  changing.enter("COMPLETED");
  for (let retries = 0; retries < 2; retries += 1) {
    await push.nextRetry();
    push.clock.advance(4_000);
  }
  await webhook.until(3);

  await push.settle(AbortSignal.abort());
  await push.until(1);

  expect(push.outcomes).toEqual(["dropped"]);
  expect(push.log.messages("warn")).toEqual(["Push notifications were given up"]);
});

it("can be asked to settle twice", async () => {
  const push = createPushUnderTest();
  const silent = await serveWebhook(() => undefined);
  const changing = createChangingTask(push);
  changing.notify(toConfig(silent.origin));
  changing.enter("COMPLETED");

  const patient = push.settle(NO_CUT);
  await push.settle(AbortSignal.abort());
  await patient;
  await push.until(1);

  expect(push.outcomes).toEqual(["dropped"]);
});
