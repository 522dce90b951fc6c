// What callers get of an agent behind a proxy: what it answers, in their version.
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { expect, it } from "vitest";
import { readAll } from "../agent-under-test.ts";
import { LEGACY_CARD, playAgent, toStatus, toTask } from "./played-agent.ts";
import { startProxy } from "./running-proxy.ts";

it("passes a message on with the caller's headers, and the answer back", async () => {
  const agent = await playAgent({
    answer: ({ params }, { result }) => {
      result({ task: toTask("t1", "COMPLETED", { history: [params["message"]] }) });
    },
  });
  const proxy = await startProxy(agent.url);
  const { result } = await proxy.call(
    "SendMessage",
    { message: { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] } },
    { Authorization: "Bearer secret", "X-Team": "blue", "A2A-Extensions": "https://e.test/x" },
  );
  expect(result.task).toMatchObject({
    id: "t1",
    contextId: "context of t1",
    status: { state: "TASK_STATE_COMPLETED", timestamp: "2026-01-02T03:04:05.678Z" },
    history: [{ messageId: "m1", parts: [{ text: "hello" }] }],
  });
  expect(agent.calls).toMatchObject([
    {
      method: "SendMessage",
      params: { message: { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] } },
      headers: {
        authorization: "Bearer secret",
        "x-team": "blue",
        "a2a-version": "1.0",
        "a2a-extensions": "https://e.test/x",
      },
    },
  ]);
});

it("passes a message on that the agent answers with a message", async () => {
  const message = { messageId: "a1", role: "ROLE_AGENT", parts: [{ text: "hi" }] };
  const agent = await playAgent({
    answer: (_, { result }) => {
      result({ message });
    },
  });
  const proxy = await startProxy(agent.url);
  const { result } = await proxy.send("hello");
  expect(result).toMatchObject({ message });
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
});

it("passes a stream on, each event as it comes", async () => {
  const goOn = Promise.withResolvers<true>();
  const agent = await playAgent({
    answer: async (_, { end, event }) => {
      event({ task: toTask("t1", "WORKING") });
      await goOn.promise;
      event({
        artifactUpdate: {
          taskId: "t1",
          contextId: "context of t1",
          artifact: { artifactId: "a", parts: [{ text: "é" }] },
        },
      });
      event(toStatus("t1", "COMPLETED"));
      end();
    },
  });
  const proxy = await startProxy(agent.url);
  const events = proxy.stream("SendStreamingMessage", {
    message: { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] },
  });
  const first = await events.next();
  expect(first.value).toMatchObject({ task: { id: "t1" } });
  goOn.resolve(true);
  expect(await readAll(events)).toMatchObject([
    { artifactUpdate: { artifact: { parts: [{ text: "é" }] } } },
    { statusUpdate: { status: { state: "TASK_STATE_COMPLETED" } } },
  ]);
});

it("speaks A2A 0.3 with an agent that speaks nothing else, and 1.0 with its callers", async () => {
  const agent = await playAgent({
    cards: { "/.well-known/agent.json": LEGACY_CARD },
    answer: (_, { result }) => {
      result({ kind: "task", id: "t1", contextId: "c1", status: { state: "completed" } });
    },
  });
  const proxy = await startProxy(agent.url);
  const { result } = await proxy.send("hello");
  expect(result.task).toMatchObject({ id: "t1", status: { state: "TASK_STATE_COMPLETED" } });
  expect(agent.calls).toMatchObject([
    {
      method: "message/send",
      params: {
        message: { kind: "message", role: "user", parts: [{ kind: "text", text: "hello" }] },
      },
      headers: { "a2a-version": "0.3" },
    },
  ]);
});

it("speaks A2A 1.0 with an agent for a caller that speaks 0.3", async () => {
  const agent = await playAgent({
    answer: (_, { result }) => {
      result({ task: toTask("t1", "COMPLETED") });
    },
  });
  const proxy = await startProxy(agent.url);
  const response = await fetch(proxy.url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "message/send",
      params: {
        message: {
          kind: "message",
          messageId: "m1",
          role: "user",
          parts: [{ kind: "text", text: "hello" }],
        },
      },
    }),
  });
  expect(await response.json()).toMatchObject({
    result: { kind: "task", id: "t1", status: { state: "completed" } },
  });
  expect(agent.calls).toMatchObject([{ method: "SendMessage", headers: { "a2a-version": "1.0" } }]);
});

it("answers HTTP+JSON for an agent that has only JSON-RPC", async () => {
  const agent = await playAgent({
    answer: (_, { result }) => {
      result({ task: toTask("t1", "COMPLETED") });
    },
  });
  const proxy = await startProxy(agent.url);
  const response = await fetch(`${proxy.url}/message:send`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
    body: JSON.stringify({
      message: { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] },
    }),
  });
  expect(await response.json()).toMatchObject({ task: { id: "t1" } });
});

it("calls an agent at the path that its card says, byte for byte, on its own host", async () => {
  for (const rpcPath of ["/agents/played", "/agents/played/", "/a%20b"]) {
    const card = {
      ...LEGACY_CARD,
      url: `http://localhost:1${rpcPath}`,
    };
    const agent = await playAgent({
      cards: { "/.well-known/agent-card.json": card },
      rpcPath,
      answer: (_, { result }) => {
        result({ kind: "task", id: "t1", contextId: "c1", status: { state: "completed" } });
      },
    });
    const proxy = await startProxy(agent.url);
    const { result } = await proxy.send("hello");
    expect(result.task.id).toBe("t1");
  }
});

it("finds the card below the path of the agent's URL, and calls the agent there", async () => {
  const agent = await playAgent({
    cards: {
      "/prefix/.well-known/agent-card.json": { ...LEGACY_CARD, url: "http://x.test/prefix" },
    },
    rpcPath: "/prefix",
    answer: (_, { result }) => {
      result({ kind: "task", id: "t1", contextId: "c1", status: { state: "completed" } });
    },
  });
  const proxy = await startProxy(`${agent.url}/prefix`);
  const { result } = await proxy.send("hello");
  expect(result.task.id).toBe("t1");
});

it("calls an agent without a card by JSON-RPC of A2A 1.0, at the path of its settings", async () => {
  const agent = await playAgent({
    cards: {},
    rpcPath: "/rpc",
    answer: (_, { result }) => {
      result({ task: toTask("t1", "COMPLETED") });
    },
  });
  const proxy = await startProxy(agent.url, { options: { upstreamRpcPath: "/rpc" } });
  const { result } = await proxy.send("hello");
  expect(result.task.id).toBe("t1");
  expect(proxy.log.messages("warn")).toEqual(["The agent serves no card that can be read"]);
});

it("gives a time without a zone the zone that is meant", async () => {
  const agent = await playAgent({
    answer: ({ method }, { end, event, result }) => {
      const status = { state: "TASK_STATE_COMPLETED", timestamp: "2026-01-02T03:04:05.678901" };
      const task = toTask("t1", "COMPLETED", { status });
      if (method === "SendMessage") {
        result({ task });
      } else {
        event({ task });
        end();
      }
    },
  });
  const proxy = await startProxy(agent.url);
  const timestamp = "2026-01-02T03:04:05.678901Z";
  const { result } = await proxy.send("hello");
  expect(result.task.status.timestamp).toBe(timestamp);
  const message = { messageId: "m2", role: "ROLE_USER", parts: [{ text: "hello" }] };
  expect(await readAll(proxy.stream("SendStreamingMessage", { message }))).toMatchObject([
    { task: { status: { timestamp } } },
  ]);
});

it("waits for the end of a task that the agent answers with before, as a caller expects", async () => {
  let asked = 0;
  const agent = await playAgent({
    answer: ({ method }, { result }) => {
      if (method === "SendMessage") {
        result({ task: toTask("t1", "SUBMITTED") });
        return;
      }
      asked += 1;
      result(toTask("t1", asked < 2 ? "WORKING" : "COMPLETED", { artifacts: [] }));
    },
  });
  const proxy = await startProxy(agent.url);
  const { result } = await proxy.send("hello");
  expect(result.task.status.state).toBe("TASK_STATE_COMPLETED");
  expect(asked).toBeGreaterThanOrEqual(2);
});

it("answers a caller at once that wants it so", async () => {
  let state = "WORKING";
  const agent = await playAgent({
    answer: ({ method }, { result }) => {
      const task = toTask("t1", state);
      result(method === "SendMessage" ? { task } : task);
    },
  });
  const proxy = await startProxy(agent.url);
  const { result } = await proxy.send("hello", {}, { returnImmediately: true });
  expect(result.task.status.state).toBe("TASK_STATE_WORKING");
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(1);
  // Or the end of the test would wait for it.
  state = "COMPLETED";
});

it("keeps headers from the agent that are for the proxy alone", async () => {
  const agent = await playAgent({
    answer: (_, { result }) => {
      result({ task: toTask("t1", "COMPLETED") });
    },
  });
  const proxy = await startProxy(agent.url);
  const sent = request(proxy.url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "A2A-Version": "1.0",
      Connection: "close, X-Hop",
      "X-Hop": "here",
      "X-End": "there",
    },
  });
  const message = { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] };
  sent.end(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "SendMessage", params: { message } }));
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.resume();
  const [call] = agent.calls;
  expect([call?.headers["x-hop"], call?.headers["x-end"]]).toEqual([undefined, "there"]);
});

it("lets no caller have the agent notify what only the pod can reach", async () => {
  const agent = await playAgent({
    answer: ({ method }, { result }) => {
      const task = toTask("t1", "INPUT_REQUIRED");
      result(method === "SendMessage" ? { task } : task);
    },
  });
  const proxy = await startProxy(agent.url);
  const taskPushNotificationConfig = { url: "http://169.254.169.254/latest" };
  const sent = await proxy.send("hello", {}, { taskPushNotificationConfig });
  expect(sent.error.message).toContain("'url'");
  expect(agent.callsOf("SendMessage")).toEqual([]);
  await proxy.send("hello");
  const created = await proxy.call("CreateTaskPushNotificationConfig", {
    taskId: "t1",
    ...taskPushNotificationConfig,
  });
  expect(created.error.message).toContain("'url'");
  expect(agent.callsOf("CreateTaskPushNotificationConfig")).toEqual([]);
});
