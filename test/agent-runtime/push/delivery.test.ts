import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { expect, it } from "vitest";
import { createChangingTask, createPushUnderTest, toConfig, toNews } from "./push-under-test.ts";
import { serveWebhook } from "./webhook-receiver.ts";

it("posts an event as a StreamResponse with the credentials and the token of the config (4.3.3)", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook();
  const changing = createChangingTask(push);
  const authentication = { scheme: "Bearer", credentials: "abc.def" };
  changing.notify(toConfig(`${webhook.origin}/hook?key=1`, { token: "t-1", authentication }));

  changing.enter("COMPLETED");
  await push.until(1);

  const { id: taskId, contextId } = changing.task;
  const [{ headers, ...request } = { headers: {} }] = webhook.received;
  expect(request).toEqual({
    method: "POST",
    path: "/hook?key=1",
    body: {
      statusUpdate: {
        taskId,
        contextId,
        status: { state: "TASK_STATE_COMPLETED", timestamp: "2026-01-01T00:00:00.000Z" },
      },
    },
  });
  expect(headers).toMatchObject({
    "content-type": "application/a2a+json",
    authorization: "Bearer abc.def",
    "x-a2a-notification-token": "t-1",
    host: `127.0.0.1:${webhook.port}`,
  });
  expect(push.outcomes).toEqual(["delivered"]);
});

it("sends neither credentials nor a token when the config has none", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook();
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));

  changing.enter("COMPLETED");
  await push.until(1);

  expect(Object.keys(webhook.received[0]?.headers ?? {}).sort()).toEqual([
    "connection",
    "content-length",
    "content-type",
    "host",
  ]);
});

it("carries on the trace in which an event came, not the one in which it is sent", async () => {
  let traceparent = "00-1-1-01";
  const push = createPushUnderTest({ getTraceHeaders: () => ({ traceparent }) });
  const webhook = await serveWebhook();
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));

  changing.enter("WORKING");
  traceparent = "00-2-2-01";
  changing.enter("COMPLETED");
  traceparent = "00-3-3-01";
  await push.until(2);

  expect(webhook.received.map(({ headers }) => headers.traceparent)).toEqual([
    "00-1-1-01",
    "00-2-2-01",
  ]);
});

it("sends the task itself, in the form of 0.3, to whoever asked in 0.3", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook();
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin), "0.3");

  changing.addArtifact("one");
  await push.until(1);

  expect(webhook.received[0]?.headers["content-type"]).toBe("application/json");
  expect(webhook.received[0]?.body).toMatchObject({
    kind: "task",
    id: changing.task.id,
    status: { state: "submitted" },
    artifacts: [{ name: "one", parts: [{ kind: "text", text: "one" }] }],
  });
});

it("sends the events of a task one at a time, in their order, to each webhook on its own", async () => {
  const push = createPushUnderTest();
  let open = 0;
  let mostOpen = 0;
  const slow = await serveWebhook((response) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    setImmediate(() => {
      open -= 1;
      response.end();
    });
  });
  const quick = await serveWebhook();
  const changing = createChangingTask(push);
  changing.notify(toConfig(slow.origin));
  changing.notify(toConfig(quick.origin));

  const names = Array.from({ length: 40 }, (_, index) => `artifact-${index}`);
  for (const name of names) {
    changing.addArtifact(name);
  }
  changing.enter("COMPLETED");
  await push.until(82);

  const news = [...names, "TASK_STATE_COMPLETED"];
  expect(slow.received.map(({ body }) => toNews(body))).toEqual(news);
  expect(quick.received.map(({ body }) => toNews(body))).toEqual(news);
  expect(mostOpen).toBe(1);
  // One after the other, over one connection.
  expect(slow.connections).toBe(1);
});

it("does not wait for a webhook that never answers before it notifies another one", async () => {
  const push = createPushUnderTest();
  const silent = await serveWebhook(() => undefined);
  const webhook = await serveWebhook();
  const changing = createChangingTask(push);
  changing.notify(toConfig(silent.origin));
  changing.notify(toConfig(webhook.origin));

  changing.enter("COMPLETED");
  await push.until(1);

  expect(webhook.received.map(({ body }) => toNews(body))).toEqual(["TASK_STATE_COMPLETED"]);
  expect(push.pendingCount).toBe(1);
});

it("sends nothing of tasks of another scope or without a config", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook();
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));

  push.observer.onUpdate("bob", changing.task, { payload: undefined });
  createChangingTask(push).enter("COMPLETED");

  expect(push.pendingCount).toBe(0);
  changing.enter("COMPLETED");
  await push.until(1);
  expect(webhook.received).toHaveLength(1);
});

it("takes an answer as an answer when its body is cut, has no end, or does not come", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook((response, _received, count) => {
    if (count === 1) {
      response.writeHead(200, { "Content-Length": 10 });
      response.write("half", () => {
        response.destroy();
      });
    } else if (count === 2) {
      const writeMore = (): void => {
        response.write("x".repeat(10_000), writeMore);
      };
      response.on("error", () => undefined);
      writeMore();
    } else {
      response.write("The rest does not come.");
    }
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));

  changing.addArtifact("cut");
  changing.addArtifact("long");
  await push.until(2);
  const answered = untilAnswered();
  changing.addArtifact("slow");
  await answered;
  push.clock.advance(10_000);
  await push.until(3);

  expect(push.outcomes).toEqual(["delivered", "delivered", "delivered"]);
  expect(webhook.received).toHaveLength(3);
});

/** Resolves when the head of the next answer is there. */
function untilAnswered(): Promise<void> {
  const channel = "http.client.response.finish";
  return new Promise((resolve) => {
    const onAnswer = (): void => {
      unsubscribe(channel, onAnswer);
      resolve();
    };
    subscribe(channel, onAnswer);
  });
}

it("uses a fresh connection when the one it kept is gone", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook((response, _received, count) => {
    if (count === 2) {
      response.socket?.resetAndDestroy();
    } else {
      response.end();
    }
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(webhook.origin));

  changing.addArtifact("one");
  await push.until(1);
  changing.addArtifact("two");
  await push.until(2);

  expect(webhook.received.map(({ body }) => toNews(body))).toEqual(["one", "two", "two"]);
  expect(push.outcomes).toEqual(["delivered", "delivered"]);
});
