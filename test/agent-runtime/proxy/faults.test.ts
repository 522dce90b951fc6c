// An agent that is slow, dies, sends junk or never starts: its callers get an error of the protocol, and
// its tasks an end.
import { describe, expect, it, vi } from "vitest";
import { readAll } from "../agent-under-test.ts";
import { findFreePort } from "../free-port.ts";
import { playAgent, toStatus, toTask } from "./played-agent.ts";
import { startProxy } from "./running-proxy.ts";

const MESSAGE = { message: { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] } };

it("is not ready before the agent takes connections, says so to callers, and is ready then", async () => {
  const port = await findFreePort();
  const proxy = await startProxy(`http://127.0.0.1:${port}`, { isAwaited: false });
  const status = async (path: string): Promise<number> =>
    (await fetch(`${proxy.adminUrl}${path}`)).status;
  expect([await status("/readyz"), await status("/upstreamz"), await status("/livez")]).toEqual([
    503, 503, 200,
  ]);
  const { error } = await proxy.send("hello");
  expect(error.message).toBe(
    "The agent takes no connections at the moment. Send the request again.",
  );
  await playAgent({
    port,
    answer: (_, { result }) => {
      result({ task: toTask("t1", "COMPLETED") });
    },
  });
  await vi.waitFor(async () => {
    expect([await status("/readyz"), await status("/upstreamz")]).toEqual([200, 200]);
  }, 5_000);
  expect((await proxy.send("hello")).result.task.id).toBe("t1");
});

it("tells a caller when the agent breaks off, and is not ready until it is back", async () => {
  const agent = await playAgent({
    answer: (_, { cut }) => {
      cut();
    },
  });
  const proxy = await startProxy(agent.url);
  const { error } = await proxy.send("hello");
  expect(error.message).toBe(
    "The agent broke off before it had answered. What it has done until then is not known.",
  );
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
  expect(await proxy.readMetric("a2a_tasks_total", 'state="failed"')).toBe(1);
  await agent.stop();
  await proxy.send("hello");
  expect((await fetch(`${proxy.adminUrl}/readyz`)).status).toBe(503);
});

describe("junk", () => {
  it.each([
    ["no JSON", "hello", 200],
    ["a page for an error", "<html>Internal Server Error</html>", 500],
    ["nothing", "", 200],
    ["no answer of JSON-RPC", '{"hello":"world"}', 200],
    ["a result without a task", '{"jsonrpc":"2.0","id":1,"result":{}}', 200],
    ["a list", "[]", 200],
    ["null", "null", 200],
  ])("is told to a caller as that: %s", async (_, text, status) => {
    const agent = await playAgent({
      answer: (_call, { response }) => {
        response.writeHead(status, { "Content-Type": "application/json" }).end(text);
      },
    });
    const proxy = await startProxy(agent.url);
    const { error } = await proxy.send("hello");
    expect(error.code).toBe(-32006);
    expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
    const events = proxy.stream("SendStreamingMessage", MESSAGE);
    // The error is an answer, not an event: there is no stream.
    expect(await readAll(events)).toEqual([]);
    expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
  });
});

it("passes on what the agent says about its own errors", async () => {
  const agent = await playAgent({
    answer: ({ method }, { error }) => {
      error(method === "GetTask" ? -32001 : -32603, "The model is asleep.");
    },
  });
  const proxy = await startProxy(agent.url);
  expect((await proxy.send("hello")).error).toMatchObject({
    code: -32603,
    message: "The model is asleep.",
  });
  expect((await proxy.call("GetTask", { id: "t9" })).error.code).toBe(-32001);
});

it.each([
  ["has no time", 503, {}, [503, -32603, "1", null]],
  ["says when it has time", 429, { "Retry-After": "17" }, [503, -32603, "17", null]],
  [
    "wants to know who calls",
    401,
    { "WWW-Authenticate": 'Bearer realm="agent"' },
    [401, -32000, null, 'Bearer realm="agent"'],
  ],
  ["does not want the caller", 403, {}, [403, -32000, null, null]],
])("passes on that the agent %s, and counts no task", async (_, status, headers, told) => {
  const agent = await playAgent({
    answer: (_call, { response }) => {
      response.writeHead(status, headers).end("<html>");
    },
  });
  const proxy = await startProxy(agent.url);
  const response = await fetch(proxy.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "SendMessage", params: MESSAGE }),
  });
  const { error } = (await response.json()) as { error: { code: number } };
  expect([
    response.status,
    error.code,
    response.headers.get("retry-after"),
    response.headers.get("www-authenticate"),
  ]).toEqual(told);
  expect(await proxy.readMetric("a2a_tasks_total")).toBe(0);
});

it("goes on with a stream that breaks off by asking for its task", async () => {
  const agent = await playAgent({
    answer: ({ method }, { cut, event, result }) => {
      if (method === "SendStreamingMessage") {
        event({ task: toTask("t1", "WORKING") });
        setTimeout(cut, 50);
        return;
      }
      const artifacts = [{ artifactId: "a", parts: [{ text: "done" }] }];
      result(toTask("t1", "COMPLETED", { artifacts }));
    },
  });
  const proxy = await startProxy(agent.url);
  expect(await readAll(proxy.stream("SendStreamingMessage", MESSAGE))).toMatchObject([
    { task: { id: "t1" } },
    { artifactUpdate: { artifact: { parts: [{ text: "done" }] } } },
    { statusUpdate: { status: { state: "TASK_STATE_COMPLETED" } } },
  ]);
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
});

it("ends a task that the agent has lost as failed, for its reader and for whoever asks later", async () => {
  const agent = await playAgent({
    answer: ({ method }, { cut, error, event }) => {
      if (method === "SendStreamingMessage") {
        event({ task: toTask("t1", "WORKING") });
        event(toStatus("t1", "WORKING"));
        setTimeout(cut, 50);
        return;
      }
      error(-32001, "Task not found");
    },
  });
  const proxy = await startProxy(agent.url);
  const events = await readAll(proxy.stream("SendStreamingMessage", MESSAGE));
  expect(events.at(-1)).toMatchObject({
    statusUpdate: {
      taskId: "t1",
      status: {
        state: "TASK_STATE_FAILED",
        message: { metadata: { reason: "AGENT_RESTARTED", retryable: true } },
      },
    },
  });
  expect((await proxy.call("GetTask", { id: "t1" })).result.status.state).toBe("TASK_STATE_FAILED");
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
}, 20_000);

it("refuses what the agent cannot cancel, in words that say what happened", async () => {
  const agent = await playAgent({
    answer: ({ method }, { result }) => {
      if (method === "SendMessage") {
        result({ task: toTask("t1", "WORKING") });
      } else {
        result(toTask("t1", method === "CancelTask" ? "COMPLETED" : "WORKING"));
      }
    },
  });
  const proxy = await startProxy(agent.url);
  await proxy.send("hello", {}, { returnImmediately: true });
  const { error } = await proxy.call("CancelTask", { id: "t1" });
  expect(error).toMatchObject({
    code: -32002,
    message: "Task t1 was not cancelled: the agent has ended it (COMPLETED) instead.",
  });
});

it("waits for the answer that comes after an early hint", async () => {
  const agent = await playAgent({
    answer: (_, { end, event, response }) => {
      response.writeEarlyHints({ link: "</style.css>; rel=preload" });
      event({ task: toTask("t1", "COMPLETED") });
      end();
    },
  });
  const proxy = await startProxy(agent.url);
  expect(await readAll(proxy.stream("SendStreamingMessage", MESSAGE))).toMatchObject([
    { task: { id: "t1" } },
  ]);
});

it("is ready while the agent lives, though it broke a call off and is too busy for its card", async () => {
  const agent = await playAgent({
    answer: (_, { cut }) => {
      cut();
    },
  });
  const proxy = await startProxy(agent.url);
  await proxy.send("hello");
  expect((await fetch(`${proxy.adminUrl}/upstreamz`)).status).toBe(200);
});
