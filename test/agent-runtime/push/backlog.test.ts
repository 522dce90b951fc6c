import { expect, it } from "vitest";
import { createChangingTask, createPushUnderTest, toConfig, toNews } from "./push-under-test.ts";
import { serveWebhook } from "./webhook-receiver.ts";

/** What waits at most, and the one that is on its way. */
const MAX_PENDING = 64 + 1;

const toNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `artifact-${index}`);

it("keeps a bounded number of events for a webhook that never answers, and the end of the task among them", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook(() => undefined);
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));

  for (const name of toNames(5_000)) {
    changing.addArtifact(name);
    expect(push.pendingCount).toBeLessThanOrEqual(MAX_PENDING);
  }
  changing.enter("COMPLETED");

  expect(push.pendingCount).toBe(MAX_PENDING);
  expect(push.outcomes).toEqual(Array.from({ length: 5_001 - MAX_PENDING }, () => "dropped"));
});

it("gives up the oldest progress when too much waits, and goes on in order", async () => {
  const push = createPushUnderTest();
  const held = Promise.withResolvers<undefined>();
  const webhook = await serveWebhook((response) => {
    void held.promise.then(() => response.end());
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));

  const names = toNames(100);
  for (const name of names) {
    changing.addArtifact(name);
  }
  changing.enter("COMPLETED");
  await webhook.until(1);
  held.resolve(undefined);
  await push.until(101);

  expect(webhook.received.map(({ body }) => toNews(body))).toEqual([
    "artifact-0",
    ...names.slice(-63),
    "TASK_STATE_COMPLETED",
  ]);
});

it("gives up a question only when nothing but questions waits, and never the end", async () => {
  const push = createPushUnderTest();
  const held = Promise.withResolvers<undefined>();
  const webhook = await serveWebhook((response) => {
    void held.promise.then(() => response.end());
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));

  changing.addArtifact("first");
  changing.enter("INPUT_REQUIRED");
  for (const name of toNames(64)) {
    changing.addArtifact(name);
  }
  for (let count = 0; count < 70; count += 1) {
    changing.enter("AUTH_REQUIRED");
  }
  changing.enter("COMPLETED");
  changing.addArtifact("late");
  await webhook.until(1);
  held.resolve(undefined);
  await push.until(138);

  expect(webhook.received.map(({ body }) => toNews(body))).toEqual([
    "first",
    ...Array.from({ length: 63 }, () => "TASK_STATE_AUTH_REQUIRED"),
    "TASK_STATE_COMPLETED",
  ]);
});

it("leaves a webhook that fails the newest event, the questions and the end", async () => {
  const push = createPushUnderTest();
  const held = Promise.withResolvers<undefined>();
  const webhook = await serveWebhook((response, _received, count) => {
    void held.promise.then(() => response.writeHead(count === 1 ? 404 : 200).end());
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));

  changing.addArtifact("one");
  changing.addArtifact("two");
  changing.enter("INPUT_REQUIRED");
  changing.enter("WORKING");
  changing.addArtifact("three");
  changing.addArtifact("four");
  await webhook.until(1);
  held.resolve(undefined);
  await push.until(6);

  expect(webhook.received.map(({ body }) => toNews(body))).toEqual([
    "one",
    "TASK_STATE_INPUT_REQUIRED",
    "four",
  ]);
  expect(push.outcomes).toEqual([
    "failed",
    "dropped",
    "dropped",
    "dropped",
    "delivered",
    "delivered",
  ]);
});
