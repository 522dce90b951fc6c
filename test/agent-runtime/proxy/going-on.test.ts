// Agents that go on by themselves, tell of other tasks, or come late: what is counted, and what a drain waits for.
import { expect, it, vi } from "vitest";
import { createDrain } from "../../../agent-runtime/src/drain.ts";
import { createTaskTracker } from "../../../agent-runtime/src/proxy/task-tracker.ts";
import { readAll } from "../agent-under-test.ts";
import { findFreePort } from "../free-port.ts";
import { createManualClock } from "../manual-clock.ts";
import { type Answering, playAgent, toStatus, toTask } from "./played-agent.ts";
import { type RunningProxy, startProxy } from "./running-proxy.ts";

const MESSAGE = { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] };
const NO_WINDOW = { A2A_ACCEPT_WINDOW_SECONDS: "0" };

/** Asks for a drain, and tells whether it is over. */
function drain(proxy: RunningProxy): { drained: Promise<unknown>; isOver: () => boolean } {
  let isOver = false;
  const drained = fetch(`${proxy.adminUrl}/drain`).then(() => (isOver = true));
  return { drained, isOver: () => isOver };
}

/** Lets what is under way come about. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

it("waits in a drain for a follow-up that is answered first by the task as it waited", async () => {
  let stream: Answering | undefined;
  const agent = await playAgent({
    answer: ({ method }, answering) => {
      if (method === "SendStreamingMessage") {
        answering.event({ task: toTask("t1", "INPUT_REQUIRED") });
        stream = answering;
      } else {
        const task = toTask("t1", "INPUT_REQUIRED");
        answering.result(method === "SendMessage" ? { task } : task);
      }
    },
  });
  const proxy = await startProxy(agent.url, { environment: NO_WINDOW });
  await proxy.send("hello");
  const events = proxy.stream("SendStreamingMessage", { message: { ...MESSAGE, taskId: "t1" } });
  await events.next();
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(1);
  const { drained, isOver } = drain(proxy);
  await settle();
  expect(isOver()).toBe(false);
  stream?.event(toStatus("t1", "COMPLETED"));
  stream?.end();
  await drained;
});

it("counts a task again that goes on by itself after it waited", async () => {
  let stream: Answering | undefined;
  const agent = await playAgent({
    answer: (_, answering) => {
      answering.event({ task: toTask("t1", "WORKING") });
      stream = answering;
    },
  });
  const proxy = await startProxy(agent.url, { environment: NO_WINDOW });
  const events = proxy.stream("SendStreamingMessage", { message: MESSAGE });
  await events.next();
  const active = (): Promise<number> => proxy.readMetric("a2a_active_tasks");
  stream?.event(toStatus("t1", "AUTH_REQUIRED"));
  await vi.waitFor(async () => {
    expect(await active()).toBe(0);
  });
  stream?.event(toStatus("t1", "WORKING"));
  await vi.waitFor(async () => {
    expect(await active()).toBe(1);
  });
  stream?.event(toStatus("t1", "COMPLETED"));
  expect((await readAll(events)).at(-1)).toMatchObject(toStatus("t1", "COMPLETED"));
  expect(await active()).toBe(0);
});

it("is not misled by an old answer that says that a task waits", async () => {
  let stream: Answering | undefined;
  const agent = await playAgent({
    answer: ({ method }, answering) => {
      if (method === "SendStreamingMessage") {
        answering.event(toStatus("t1", "WORKING"));
        stream = answering;
      } else {
        const task = toTask("t1", "INPUT_REQUIRED");
        answering.result(method === "SendMessage" ? { task } : task);
      }
    },
  });
  const proxy = await startProxy(agent.url);
  await proxy.send("hello");
  const events = proxy.stream("SendStreamingMessage", { message: { ...MESSAGE, taskId: "t1" } });
  await events.next();
  await proxy.call("GetTask", { id: "t1" });
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(1);
  stream?.event(toStatus("t1", "COMPLETED"));
  stream?.end();
});

it.each<[what: string, events: object[]]>([
  ["no task at all", [{ statusUpdate: { status: { state: "TASK_STATE_COMPLETED" } } }]],
  ["another task", [{ task: toTask("t1", "WORKING") }, toStatus("t2", "COMPLETED")]],
])("gives a place free that ends with word of %s", async (_, events) => {
  const agent = await playAgent({
    answer: (_call, { end, event }) => {
      for (const one of events) {
        event(one);
      }
      end();
    },
  });
  const proxy = await startProxy(agent.url);
  await readAll(proxy.stream("SendStreamingMessage", { message: MESSAGE }));
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
});

it("tells the end of a task though there is an empty event and a message before it", async () => {
  const agent = await playAgent({
    answer: (_, { end, event }) => {
      event({ task: toTask("t1", "WORKING") });
      event({});
      event({ message: { messageId: "a1", role: "ROLE_AGENT", parts: [{ text: "soon" }] } });
      event(toStatus("t1", "COMPLETED"));
      end();
    },
  });
  const proxy = await startProxy(agent.url);
  expect(await readAll(proxy.stream("SendStreamingMessage", { message: MESSAGE }))).toMatchObject([
    { task: { id: "t1" } },
    toStatus("t1", "COMPLETED"),
  ]);
});

it("counts nothing of an agent that comes after it, though that lists tasks of others", async () => {
  const port = await findFreePort();
  const proxy = await startProxy(`http://127.0.0.1:${port}`, { isAwaited: false });
  await playAgent({
    port,
    running: [toTask("of another", "WORKING")],
    answer: (_, { result }) => {
      result({ task: toTask("t1", "COMPLETED") });
    },
  });
  await vi.waitFor(async () => {
    expect((await fetch(`${proxy.adminUrl}/readyz`)).status).toBe(200);
  }, 5_000);
  await settle();
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
});

it("exits to be started anew when the agent is back before the drain is over", async () => {
  let isLost = false;
  const answer = ({ method }: { method: string }, answering: Answering): void => {
    if (method === "SendMessage") {
      answering.result({ task: toTask("t1", "WORKING") });
    } else if (isLost) {
      answering.error(-32001, "Task not found");
    } else {
      answering.result(toTask("t1", "WORKING"));
    }
  };
  const agent = await playAgent({ answer });
  const proxy = await startProxy(agent.url, { environment: NO_WINDOW });
  await proxy.send("hello", {}, { returnImmediately: true });
  const { drained } = drain(proxy);
  await settle();
  isLost = true;
  await agent.stop();
  await vi.waitFor(async () => {
    expect((await fetch(`${proxy.adminUrl}/upstreamz`)).status).toBe(503);
  }, 5_000);
  await playAgent({ answer, port: agent.port });
  await drained;
  await vi.waitFor(() => {
    expect(proxy.host.exits).toEqual([0]);
  }, 5_000);
}, 30_000);

it("leaves a task with its owner, whoever else is told of it", async () => {
  const clock = createManualClock();
  const tracker = createTaskTracker({
    clock,
    observer: {},
    drain: toReadyDrain(clock),
  });
  const seen = { taskId: "t1", contextId: "c1", state: "WORKING" } as const;
  for (const scope of ["mine", "yours"]) {
    const work = await tracker.begin({
      taskId: undefined,
      owner: { scope, tenant: "" },
      getCallerSignal: () => undefined,
    });
    work.see(seen);
  }
  expect(tracker.findScope("t1")).toBe("mine");
});

function toReadyDrain(clock: ReturnType<typeof createManualClock>): ReturnType<typeof createDrain> {
  const ready = createDrain({
    maxTaskSeconds: 10,
    clock,
    abortTasks: () => undefined,
    exit: () => undefined,
  });
  ready.markReady();
  return ready;
}
