// Tasks that the proxy sees through by asking for them, and messages on tasks that are at work.
import { expect, it, vi } from "vitest";
import { readAll } from "../agent-under-test.ts";
import { type Answering, playAgent, toStatus, toTask } from "./played-agent.ts";
import { startProxy } from "./running-proxy.ts";

const STREAM = { message: { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] } };
const NO_WINDOW = { A2A_ACCEPT_WINDOW_SECONDS: "0" };

it("asks for a detached task as its caller: with the credentials and the tenant of its message", async () => {
  let state = "WORKING";
  const agent = await playAgent({
    answer: ({ headers, method, params }, { error, result }) => {
      if (headers["authorization"] !== "Bearer mine" || params["tenant"] !== "acme") {
        error(-32603, "Who asks?");
        return;
      }
      const task = toTask("t1", state);
      result(method === "SendMessage" ? { task } : task);
    },
  });
  const proxy = await startProxy(agent.url);
  const params = { ...STREAM, tenant: "acme", configuration: { returnImmediately: true } };
  await proxy.call("SendMessage", params, { Authorization: "Bearer mine" });
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(1);
  state = "COMPLETED";
  await vi.waitFor(async () => {
    expect(await proxy.readMetric("a2a_tasks_total", 'state="completed"')).toBe(1);
  }, 5_000);
});

it("has the words of an agent that has lost a task yield to the agent when that has it back", async () => {
  let isBack = false;
  const agent = await playAgent({
    answer: ({ method }, { error, result }) => {
      if (method === "SendMessage") {
        result({ task: toTask("t1", "WORKING") });
      } else if (isBack) {
        result(toTask("t1", "COMPLETED"));
      } else {
        error(-32001, "Task not found");
      }
    },
  });
  const proxy = await startProxy(agent.url);
  const { result } = await proxy.send("hello");
  expect(result.task.status.state).toBe("TASK_STATE_FAILED");
  const read = async (): Promise<unknown> =>
    (await proxy.call("GetTask", { id: "t1" })).result.status.state;
  expect(await read()).toBe("TASK_STATE_FAILED");
  isBack = true;
  expect(await read()).toBe("TASK_STATE_COMPLETED");
}, 20_000);

it("ends a task as failed whose stream the agent ends with an error, though it stays as it was there", async () => {
  const agent = await playAgent({
    answer: ({ id, method }, { end, event, response, result }) => {
      if (method === "SendStreamingMessage") {
        event({ task: toTask("t1", "WORKING") });
        const error = { code: -32603, message: "The model is asleep." };
        response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", id, error })}\n\n`);
        end();
        return;
      }
      result(toTask("t1", "WORKING"));
    },
  });
  const proxy = await startProxy(agent.url);
  const events = await readAll(proxy.stream("SendStreamingMessage", STREAM));
  expect(events.at(-1)).toMatchObject({
    statusUpdate: {
      status: {
        state: "TASK_STATE_FAILED",
        message: {
          parts: [{ text: "The model is asleep." }],
          metadata: { reason: "AGENT_FAILED", retryable: false },
        },
      },
    },
  });
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
  expect(await proxy.readMetric("a2a_tasks_total", 'state="failed"')).toBe(1);
});

it("waits in a drain also for the second message of a task, and counts the task once", async () => {
  const streams: Answering[] = [];
  let state = "WORKING";
  const agent = await playAgent({
    answer: ({ method }, answering) => {
      if (method === "SendStreamingMessage") {
        if (streams.length === 0) {
          answering.event({ task: toTask("t1", "WORKING") });
        }
        streams.push(answering);
      } else {
        answering.result(toTask("t1", state));
      }
    },
  });
  // One at a time: the second message is of the same task, and must not wait for itself.
  const proxy = await startProxy(agent.url, {
    environment: NO_WINDOW,
    options: { maxConcurrentTasks: 1 },
  });
  const first = proxy.stream("SendStreamingMessage", STREAM);
  await first.next();
  const second = proxy.stream("SendStreamingMessage", {
    message: { ...STREAM.message, messageId: "m2", taskId: "t1" },
  });
  const answered = second.next();
  await vi.waitFor(() => {
    expect(streams).toHaveLength(2);
  });
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(1);
  streams[1]?.event(toStatus("t1", "WORKING"));
  await answered;
  let isDrained = false;
  const drained = fetch(`${proxy.adminUrl}/drain`).then(() => (isDrained = true));
  streams[0]?.cut();
  await vi.waitFor(() => {
    expect(agent.callsOf("GetTask").length).toBeGreaterThan(1);
  });
  expect(isDrained).toBe(false);
  state = "COMPLETED";
  streams[1]?.event(toStatus("t1", state));
  streams[1]?.end();
  await drained;
  expect(await proxy.readMetric("a2a_tasks_total", 'state="completed"')).toBe(1);
});

it("counts no task for a message that the agent does not take", async () => {
  const agent = await playAgent({
    answer: (_, { error }) => {
      error(-32602, "The message has no text.");
    },
  });
  const proxy = await startProxy(agent.url);
  expect((await proxy.send("hello")).error.code).toBe(-32602);
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
  expect(await proxy.readMetric("a2a_tasks_total")).toBe(0);
});

it("tells of ended tasks also after the deadline of a drain", async () => {
  const agent = await playAgent({
    answer: ({ method, params }, { event, result }) => {
      if (method === "SendStreamingMessage") {
        event({ task: toTask("t1", "WORKING") });
      } else if (method === "SendMessage") {
        result({ task: toTask("t2", "COMPLETED") });
      } else {
        result(toTask(String(params["id"]), "COMPLETED"));
      }
    },
  });
  const proxy = await startProxy(agent.url, {
    environment: { ...NO_WINDOW, A2A_MAX_TASK_SECONDS: "1" },
  });
  await proxy.send("quick");
  await proxy.stream("SendStreamingMessage", STREAM).next();
  await fetch(`${proxy.adminUrl}/drain`);
  const { result } = await proxy.call("GetTask", { id: "t2" });
  expect(result.status.state).toBe("TASK_STATE_COMPLETED");
}, 20_000);

it("does not drain when drains are off", async () => {
  const agent = await playAgent({
    answer: (_, { result }) => {
      result({ task: toTask("t1", "COMPLETED") });
    },
  });
  const proxy = await startProxy(agent.url, { environment: { A2A_DRAIN: "off" } });
  expect((await fetch(`${proxy.adminUrl}/drain`)).status).toBe(200);
  expect((await fetch(`${proxy.adminUrl}/readyz`)).status).toBe(200);
});
