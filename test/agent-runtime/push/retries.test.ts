import { expect, it } from "vitest";
import { createChangingTask, createPushUnderTest, toConfig } from "./push-under-test.ts";
import { serveWebhook } from "./webhook-receiver.ts";

/** Longer than any attempt waits for the next one. */
const RETRY_MS = 4_000;

it.each([408, 429, 500, 502, 503])(
  "tries again, twice and later each time, when a webhook answers %i",
  async (status) => {
    const push = createPushUnderTest();
    const webhook = await serveWebhook((response) => {
      response.writeHead(status).end();
    });
    const changing = createChangingTask(push);
    changing.notify(toConfig(webhook.origin));
    changing.enter("COMPLETED");

    const first = await push.nextRetry();
    push.clock.advance(RETRY_MS);
    const second = await push.nextRetry();
    push.clock.advance(RETRY_MS);
    await push.until(1);

    expect(push.outcomes).toEqual(["failed"]);
    expect(webhook.received).toHaveLength(3);
    expect(new Set(webhook.received.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect([first >= 500 && first <= 1_000, second >= 2_000 && second <= 4_000]).toEqual([
      true,
      true,
    ]);
  },
);

it("delivers when a webhook that failed is back", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook((response, _received, count) => {
    response.writeHead(count === 1 ? 503 : 204).end();
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));
  changing.enter("COMPLETED");

  await push.nextRetry();
  push.clock.advance(RETRY_MS);
  await push.until(1);

  expect(push.outcomes).toEqual(["delivered"]);
  expect(webhook.received).toHaveLength(2);
  expect(push.log.lines).toEqual([]);
});

it.each([400, 401, 403, 404, 422])(
  "does not try again when a webhook answers %i, and keeps the config",
  async (status) => {
    const push = createPushUnderTest();
    const webhook = await serveWebhook((response, _received, count) => {
      response.writeHead(count === 1 ? status : 200).end();
    });
    const changing = createChangingTask(push);
    changing.notify(toConfig(webhook.origin));

    changing.enter("WORKING");
    changing.enter("COMPLETED");
    await push.until(2);

    expect(push.outcomes).toEqual(["failed", "delivered"]);
    expect(webhook.received).toHaveLength(2);
  },
);

it("hangs up on a webhook that does not answer in time, and tries again", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook((response, _received, count) => {
    if (count > 1) {
      response.end();
    }
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));
  changing.enter("COMPLETED");

  await webhook.until(1);
  push.clock.advance(9_999);
  expect(webhook.openConnections).toBe(1);
  push.clock.advance(1);
  await push.nextRetry();
  push.clock.advance(RETRY_MS);
  await push.until(1);

  expect(push.outcomes).toEqual(["delivered"]);
  expect([webhook.received.length, webhook.connections]).toEqual([2, 2]);
});

it("tries again when a webhook dies before it has answered", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook((response, _received, count) => {
    if (count === 1) {
      response.socket?.destroy();
    } else {
      response.end();
    }
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));
  changing.enter("COMPLETED");

  await push.nextRetry();
  push.clock.advance(RETRY_MS);
  await push.until(1);

  expect(push.outcomes).toEqual(["delivered"]);
  expect(webhook.received).toHaveLength(2);
});

it("tries again when there is nobody, and tells the log what failed without the URL's path and the secrets", async () => {
  const push = createPushUnderTest();
  const changing = createChangingTask(push);
  // A port that nobody listens on for long: it is reserved.
  const authentication = { scheme: "Bearer", credentials: "secret" };
  const url = "http://127.0.0.1:1/secret?key=secret";
  const config = changing.notify(toConfig(url, { token: "secret", authentication }));
  changing.addArtifact("secret");

  await push.nextRetry();
  push.clock.advance(RETRY_MS);
  await push.nextRetry();
  push.clock.advance(RETRY_MS);
  await push.until(1);

  expect(push.outcomes).toEqual(["failed"]);
  expect(push.log.lines).toEqual([
    {
      level: "warn",
      facts: {
        taskId: changing.task.id,
        contextId: changing.task.contextId,
        configId: config.id,
        webhook: "http://127.0.0.1:1",
        attempts: 3,
        reason: "ECONNREFUSED",
      },
      message: "A push notification was not delivered",
    },
  ]);
});

it("ends the config of a webhook that says it is gone (410), with what waits for it", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook((response) => {
    response.writeHead(410).end();
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));

  changing.enter("WORKING");
  changing.enter("COMPLETED");
  await push.until(2);

  expect(push.outcomes).toEqual(["failed", "dropped"]);
  expect(webhook.received).toHaveLength(1);
  expect(push.list("alice", changing.task.id)).toEqual([]);
  expect(push.pendingCount).toBe(0);
});
