import type { AgentExecutor } from "@berth/agent-runtime";
import { expect, it, onTestFinished } from "vitest";
import { createAgentServerOn } from "../../../agent-runtime/src/agent-server.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createFakeHost, type FakeHost } from "../fake-host.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { toNews } from "./push-under-test.ts";
import { serveWebhook } from "./webhook-receiver.ts";

interface PushingAgent {
  host: FakeHost;
  metricsUrl: string;
  call: (method: string, params: object, version?: string) => Promise<unknown>;
}

/** Serves an agent that notifies webhooks on the loopback. */
async function serveAgent(executor: AgentExecutor): Promise<PushingAgent> {
  const host = createFakeHost();
  const config = readConfig({ A2A_WEBHOOK_ALLOWLIST: "127.0.0.1" });
  const server = createAgentServerOn(
    { config, clock: systemClock, host },
    {
      executor,
      card: { ...smallestCard, capabilities: { pushNotifications: true } },
      host: "127.0.0.1",
      ...{ port: 0, metricsPort: 0, adminPort: 0 },
      log: createRecordedLog(),
    },
  );
  onTestFinished(() => server.close());
  const { port, metricsPort } = await server.listen();
  return {
    host,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    call: async (method, params, version = "1.0") => {
      const response = await fetch(`http://127.0.0.1:${port}/`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "A2A-Version": version },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      });
      return response.json();
    },
  };
}

const toMessage = () => ({
  messageId: crypto.randomUUID(),
  role: "ROLE_USER",
  parts: [{ text: "go" }],
});

it("a caller that leaves a webhook with its message is told everything from the first event on (3.1.1, 4.3.3)", async () => {
  const webhook = await serveWebhook();
  const agent = await serveAgent((task) => {
    task.addArtifact({ name: "table", parts: [{ text: "1,2" }] });
    task.complete("Done.");
  });

  await agent.call("SendMessage", {
    message: toMessage(),
    configuration: {
      returnImmediately: true,
      taskPushNotificationConfig: {
        url: webhook.origin,
        authentication: { scheme: "Bearer", credentials: "abc" },
      },
    },
  });
  await webhook.until(3);

  expect(webhook.received.map(({ body }) => toNews(body))).toEqual([
    "TASK_STATE_WORKING",
    "table",
    "TASK_STATE_COMPLETED",
  ]);
  expect(webhook.received.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer abc",
    "Bearer abc",
    "Bearer abc",
  ]);
});

it("a webhook inside the network is refused before any work begins (13.2)", async () => {
  let calls = 0;
  const agent = await serveAgent(() => {
    calls += 1;
  });

  const answer = await agent.call("SendMessage", {
    message: toMessage(),
    configuration: { taskPushNotificationConfig: { url: "http://169.254.169.254/latest" } },
  });

  expect(answer).toMatchObject({
    error: {
      code: -32602,
      message: expect.stringContaining("'url' (http://169.254.169.254) must lead to") as string,
    },
  });
  expect(calls).toBe(0);
});

it("a process that is told to go ends when the last notification is answered", async () => {
  const held = Promise.withResolvers<undefined>();
  const webhook = await serveWebhook((response) => {
    void held.promise.then(() => response.end());
  });
  const agent = await serveAgent((task) => {
    task.complete();
  });
  await agent.call("SendMessage", {
    message: toMessage(),
    configuration: { taskPushNotificationConfig: { url: webhook.origin } },
  });
  await webhook.until(1);

  agent.host.signal("SIGTERM");
  expect(agent.host.exits).toEqual([]);
  held.resolve(undefined);
  await expect.poll(() => agent.host.exits).toEqual([0]);

  expect(webhook.received.map(({ body }) => toNews(body)).at(-1)).toBe("TASK_STATE_COMPLETED");
});

it("what became of notifications is counted by outcome", async () => {
  const webhook = await serveWebhook((response, _received, count) => {
    response.writeHead(count === 1 ? 404 : 200).end();
  });
  const agent = await serveAgent((task) => {
    task.complete();
  });
  await agent.call("SendMessage", {
    message: toMessage(),
    configuration: { taskPushNotificationConfig: { url: webhook.origin } },
  });

  await expect
    .poll(async () => {
      const text = await (await fetch(agent.metricsUrl)).text();
      return text.split("\n").filter((line) => line.startsWith("a2a_push_deliveries_total"));
    })
    .toEqual([
      'a2a_push_deliveries_total{outcome="delivered"} 1',
      'a2a_push_deliveries_total{outcome="failed"} 1',
      'a2a_push_deliveries_total{outcome="refused"} 0',
      'a2a_push_deliveries_total{outcome="dropped"} 0',
    ]);
});

it("a caller of 0.3 is sent tasks in the form of 0.3", async () => {
  const webhook = await serveWebhook();
  const agent = await serveAgent((task) => {
    task.complete();
  });

  await agent.call(
    "message/send",
    {
      message: {
        kind: "message",
        messageId: crypto.randomUUID(),
        role: "user",
        parts: [{ kind: "text", text: "go" }],
      },
      configuration: {
        blocking: true,
        pushNotificationConfig: { url: webhook.origin, token: "t" },
      },
    },
    "0.3",
  );
  await webhook.until(2);

  expect(webhook.received.at(-1)?.body).toMatchObject({
    kind: "task",
    status: { state: "completed" },
  });
  expect(webhook.received.at(-1)?.headers["x-a2a-notification-token"]).toBe("t");
});
