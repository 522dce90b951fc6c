// What the agent works on: counted, limited and seen through by what it answers, not by who is connected.
import { expect, it, vi } from "vitest";
import { type Answering, playAgent, toStatus, toTask } from "./played-agent.ts";
import { startProxy } from "./running-proxy.ts";

const STREAM = { message: { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] } };

it("counts a task until it has ended, though its caller has left", async () => {
  const held: Answering[] = [];
  const agent = await playAgent({
    answer: (_, answering) => {
      answering.event({ task: toTask("t1", "WORKING") });
      held.push(answering);
    },
  });
  const proxy = await startProxy(agent.url);
  const events = proxy.stream("SendStreamingMessage", STREAM);
  await events.next();
  await events.return();
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(1);
  held[0]?.event(toStatus("t1", "COMPLETED"));
  held[0]?.end();
  await vi.waitFor(async () => {
    expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
  });
  expect(await proxy.readMetric("a2a_tasks_total", 'state="completed"')).toBe(1);
});

it("counts no task that waits for its caller", async () => {
  const agent = await playAgent({
    answer: ({ method, params }, { result }) => {
      const { message } = params as { message?: { taskId?: string } };
      const state = message?.taskId === "t1" ? "COMPLETED" : "INPUT_REQUIRED";
      const task = toTask("t1", state);
      result(method === "SendMessage" ? { task } : task);
    },
  });
  const proxy = await startProxy(agent.url);
  const first = await proxy.send("hello");
  expect(first.result.task.status.state).toBe("TASK_STATE_INPUT_REQUIRED");
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
  const second = await proxy.send("yes", { taskId: "t1" });
  expect(second.result.task.status.state).toBe("TASK_STATE_COMPLETED");
});

it("sees a task through that nobody watches, by asking for it", async () => {
  let state = "WORKING";
  const agent = await playAgent({
    answer: ({ method }, { result }) => {
      const task = toTask("t1", state);
      result(method === "SendMessage" ? { task } : task);
    },
  });
  const proxy = await startProxy(agent.url);
  await proxy.send("hello", {}, { returnImmediately: true });
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(1);
  state = "COMPLETED";
  await vi.waitFor(async () => {
    expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
  }, 5_000);
});

it("lets an agent work on no more than it may, has others wait, and refuses what is too much", async () => {
  const held: Answering[] = [];
  const agent = await playAgent({
    answer: (_, answering) => {
      held.push(answering);
    },
  });
  const proxy = await startProxy(agent.url, {
    options: { maxConcurrentTasks: 1, maxQueuedTasks: 1 },
  });
  const first = proxy.send("one");
  await vi.waitFor(() => {
    expect(held).toHaveLength(1);
  });
  const second = proxy.send("two");
  await vi.waitFor(async () => {
    expect(await proxy.readMetric("a2a_queued_tasks")).toBe(1);
  });
  const { error } = await proxy.send("three");
  expect(error.message).toContain("it works on 1, and 1 wait");
  expect(agent.calls).toHaveLength(1);
  held[0]?.result({ task: toTask("t1", "COMPLETED") });
  expect((await first).result.task.id).toBe("t1");
  await vi.waitFor(() => {
    expect(held).toHaveLength(2);
  });
  held[1]?.result({ task: toTask("t2", "COMPLETED") });
  expect((await second).result.task.id).toBe("t2");
});

it("sends nothing to the agent for a caller that leaves before its turn", async () => {
  const held: Answering[] = [];
  const agent = await playAgent({
    answer: (_, answering) => {
      held.push(answering);
    },
  });
  const proxy = await startProxy(agent.url, { options: { maxConcurrentTasks: 1 } });
  const first = proxy.send("one");
  await vi.waitFor(() => {
    expect(held).toHaveLength(1);
  });
  const leave = new AbortController();
  const second = fetch(proxy.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "SendMessage", params: STREAM }),
    signal: leave.signal,
  });
  await vi.waitFor(async () => {
    expect(await proxy.readMetric("a2a_queued_tasks")).toBe(1);
  });
  leave.abort();
  await expect(second).rejects.toThrow("aborted");
  await vi.waitFor(async () => {
    expect(await proxy.readMetric("a2a_queued_tasks")).toBe(0);
  });
  held[0]?.result({ task: toTask("t1", "COMPLETED") });
  await first;
  expect(agent.calls).toHaveLength(1);
});

it("waits in a drain until the last task has ended, and takes no new ones after the accept window", async () => {
  const held: Answering[] = [];
  const agent = await playAgent({
    answer: ({ method }, answering) => {
      if (method === "SendStreamingMessage") {
        answering.event({ task: toTask("t1", "WORKING") });
        held.push(answering);
      } else {
        answering.result(toTask("t1", "COMPLETED"));
      }
    },
  });
  const proxy = await startProxy(agent.url, { environment: { A2A_ACCEPT_WINDOW_SECONDS: "0" } });
  const events = proxy.stream("SendStreamingMessage", STREAM);
  await events.next();
  let isDrained = false;
  const drained = fetch(`${proxy.adminUrl}/drain`).then(() => (isDrained = true));
  await vi.waitFor(async () => {
    expect((await fetch(`${proxy.adminUrl}/readyz`)).status).toBe(503);
  });
  expect((await proxy.send("more")).error.message).toContain("The agent is going away");
  expect(isDrained).toBe(false);
  held[0]?.event(toStatus("t1", "COMPLETED"));
  held[0]?.end();
  await drained;
  // The process stays until it is told to go: the kubelet stops the agent first.
  expect((await fetch(`${proxy.adminUrl}/livez`)).status).toBe(200);
  proxy.host.signal("SIGTERM");
  await vi.waitFor(() => {
    expect(proxy.host.exits).toEqual([0]);
  });
});

it("ends what runs as failed at the deadline of a drain", async () => {
  const agent = await playAgent({
    answer: ({ method }, { event, result }) => {
      if (method === "SendStreamingMessage") {
        event({ task: toTask("t1", "WORKING") });
      } else {
        result({ task: toTask("t2", "WORKING") });
      }
    },
  });
  const proxy = await startProxy(agent.url, {
    environment: { A2A_ACCEPT_WINDOW_SECONDS: "0", A2A_MAX_TASK_SECONDS: "1" },
  });
  const events = proxy.stream("SendStreamingMessage", STREAM);
  await events.next();
  await fetch(`${proxy.adminUrl}/drain`);
  const last = await events.next();
  expect(last.value).toMatchObject({
    statusUpdate: {
      status: {
        state: "TASK_STATE_FAILED",
        message: { metadata: { reason: "POD_TERMINATED", retryable: true } },
      },
    },
  });
});

/** Answers every message with a task that is done. */
const DONE = {
  answer: (_: unknown, { result }: Answering): void => {
    result({ task: toTask("t1", "COMPLETED") });
  },
};

it("does not drain for an agent that is about to be restarted since it answers no more", async () => {
  const agent = await playAgent(DONE);
  const proxy = await startProxy(agent.url);
  await agent.stop();
  await proxy.send("hello");
  expect((await fetch(`${proxy.adminUrl}/drain`)).status).toBe(200);
  await playAgent({ ...DONE, port: agent.port });
  await vi.waitFor(async () => {
    expect((await fetch(`${proxy.adminUrl}/readyz`)).status).toBe(200);
  }, 5_000);
  expect((await proxy.send("hello")).result.task.id).toBe("t1");
  expect(proxy.host.exits).toEqual([]);
});

it("exits to be started anew when the agent is back after a drain, since the pod has stayed", async () => {
  const agent = await playAgent(DONE);
  const proxy = await startProxy(agent.url, { environment: { A2A_ACCEPT_WINDOW_SECONDS: "0" } });
  await fetch(`${proxy.adminUrl}/drain`);
  expect(proxy.host.exits).toEqual([]);
  await agent.stop();
  await vi.waitFor(async () => {
    expect((await fetch(`${proxy.adminUrl}/upstreamz`)).status).toBe(503);
  }, 10_000);
  await playAgent({ ...DONE, port: agent.port });
  await vi.waitFor(() => {
    expect(proxy.host.exits).toEqual([0]);
  }, 5_000);
}, 20_000);
