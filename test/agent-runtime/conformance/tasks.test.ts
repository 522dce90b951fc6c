import { describe, expect, it } from "vitest";
import { createHeldExecutor } from "../held-executor.ts";
import {
  type Binding,
  BINDINGS,
  type Outcome,
  type RunningAgent,
  startAgent,
  toReason,
  toSend,
  type WireTask,
} from "./running-agent.ts";

interface Page {
  tasks: Partial<WireTask>[];
  nextPageToken: string;
  pageSize: number;
  totalSize: number;
}

async function send(binding: Binding, { url }: RunningAgent, message: object = {}) {
  const { result } = await binding.call(url, "SendMessage", toSend("x", message));
  return (result as { task: WireTask }).task;
}

const toPage = ({ result }: Outcome): Page => result as Page;

describe.each(BINDINGS)("A2A 1.0 over $name: tasks", (binding: Binding) => {
  it("3.1.3 GetTask has the state and the artifacts of a task", async () => {
    const agent = await startAgent((task) => {
      task.addArtifact({ id: "a", parts: [{ text: "1" }] });
    });
    const sent = await send(binding, agent);
    expect((await binding.call(agent.url, "GetTask", { id: sent.id })).result).toEqual(sent);
  });

  it.each(["GetTask", "CancelTask", "SubscribeToTask"])(
    "3.3.2 %s of a task that is not known is TaskNotFoundError",
    async (operation) => {
      const { url } = await startAgent(() => undefined);
      const outcome = await binding.call(url, operation, { id: "made-up" });
      expect(toReason(outcome)).toBe("TASK_NOT_FOUND");
    },
  );

  it("3.1.4 ListTasks leaves artifacts out unless they are wanted, and has every member", async () => {
    const agent = await startAgent((task) => {
      if (task.message.text === "x") {
        task.complete();
      }
    });
    await send(binding, agent);
    const without = toPage(await binding.call(agent.url, "ListTasks", {}));
    expect(without.tasks[0]).not.toHaveProperty("artifacts");
    expect(without).toMatchObject({ nextPageToken: "", pageSize: 50, totalSize: 1 });
    const withThem = toPage(await binding.call(agent.url, "ListTasks", { includeArtifacts: true }));
    expect(withThem.tasks[0]?.artifacts).toEqual([]);
  });

  it("3.1.4 an empty list has every member", async () => {
    const { url } = await startAgent(() => undefined);
    expect((await binding.call(url, "ListTasks", {})).result).toEqual({
      tasks: [],
      nextPageToken: "",
      pageSize: 50,
      totalSize: 0,
    });
  });

  it("3.1.4 tasks come in the order of their last change, page by page, each once", async () => {
    const agent = await startAgent(() => undefined);
    for (let count = 0; count < 7; count += 1) {
      await send(binding, agent);
    }
    const seen: Partial<WireTask>[] = [];
    let pageToken = "";
    do {
      const params = pageToken === "" ? { pageSize: 3 } : { pageSize: 3, pageToken };
      const page = toPage(await binding.call(agent.url, "ListTasks", params));
      expect(page).toMatchObject({ pageSize: 3, totalSize: 7 });
      seen.push(...page.tasks);
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
    const times = seen.map(({ status }) => status?.timestamp ?? "");
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(seen.map(({ id }) => id)).size).toBe(7);
  });

  it("3.1.4 the task whose state changed last comes first, whichever began first", async () => {
    const held = createHeldExecutor();
    const { url } = await startAgent(held.execute);
    const begun: { id: string; end: () => void }[] = [];
    for (let count = 0; count < 3; count += 1) {
      const params = toSend("go", {}, { returnImmediately: true });
      const { result } = await binding.call(url, "SendMessage", params);
      const { release } = await held.next();
      begun.push({ id: (result as { task: WireTask }).task.id, end: release });
    }
    const [a, b, c] = begun as [(typeof begun)[0], (typeof begun)[0], (typeof begun)[0]];
    for (const { end, id } of [b, c, a]) {
      end();
      // Changes of the same millisecond have no order.
      await expect
        .poll(async () => {
          const { status } = (await binding.call(url, "GetTask", { id })).result as WireTask;
          return (
            status.state === "TASK_STATE_COMPLETED" && Date.parse(status.timestamp) < Date.now()
          );
        })
        .toBe(true);
    }
    const { tasks } = toPage(await binding.call(url, "ListTasks", {}));
    expect(tasks.map(({ id }) => id)).toEqual([a.id, c.id, b.id]);
  });

  it("3.1.4 the filters hold together", async () => {
    const agent = await startAgent((task) => {
      if (task.message.text === "fail") {
        task.fail("no");
      }
    });
    const { id } = await send(binding, agent, { contextId: "c1" });
    await send(binding, agent, { contextId: "c2" });
    await send(binding, agent, { contextId: "c1", parts: [{ text: "fail" }] });
    const params = { contextId: "c1", status: "TASK_STATE_COMPLETED" };
    const page = toPage(await binding.call(agent.url, "ListTasks", params));
    expect(page.tasks.map((task) => task.id)).toEqual([id]);
    const later = { statusTimestampAfter: "2999-01-01T00:00:00Z" };
    expect(toPage(await binding.call(agent.url, "ListTasks", later)).tasks).toEqual([]);
  });

  it.each([
    { pageSize: 0 },
    { pageSize: 101 },
    { pageToken: "made-up" },
    { status: "NO_STATE" },
    { historyLength: -1 },
    { statusTimestampAfter: "yesterday" },
  ])("3.3.2 ListTasks refuses %j", async (params) => {
    const { url } = await startAgent(() => undefined);
    const outcome = await binding.call(url, "ListTasks", params);
    expect(toReason(outcome)).toBe("INVALID_PARAMS");
  });

  it("3.1.5 CancelTask stops the work, and the answer says so", async () => {
    const held = createHeldExecutor();
    const { url } = await startAgent(held.execute);
    const params = toSend("go", {}, { returnImmediately: true });
    const { result } = await binding.call(url, "SendMessage", params);
    const { id } = (result as { task: WireTask }).task;
    const { release, task } = await held.next();
    const cancelled = await binding.call(url, "CancelTask", { id });
    expect((cancelled.result as WireTask).status.state).toBe("TASK_STATE_CANCELED");
    expect(task.signal.aborted).toBe(true);
    release();
    const read = (await binding.call(url, "GetTask", { id })).result;
    expect((read as WireTask).status.state).toBe("TASK_STATE_CANCELED");
  });

  it("3.3.1 cancelling twice is cancelling once", async () => {
    const held = createHeldExecutor();
    const { url } = await startAgent(held.execute);
    const params = toSend("go", {}, { returnImmediately: true });
    const { result } = await binding.call(url, "SendMessage", params);
    const { id } = (result as { task: WireTask }).task;
    const first = (await binding.call(url, "CancelTask", { id })).result;
    expect((await binding.call(url, "CancelTask", { id })).result).toEqual(first);
    (await held.next()).release();
  });

  it("3.1.5 CancelTask of a task that has ended is TaskNotCancelableError", async () => {
    const agent = await startAgent(() => undefined);
    const { id } = await send(binding, agent);
    const outcome = await binding.call(agent.url, "CancelTask", { id });
    expect(toReason(outcome)).toBe("TASK_NOT_CANCELABLE");
  });

  it("5.5 and 5.6.1 members are in camel case, states by name, timestamps in UTC", async () => {
    const agent = await startAgent(() => undefined);
    const task = await send(binding, agent);
    expect(Object.keys(task).every((name) => /^[a-z][A-Za-z]*$/.test(name))).toBe(true);
    expect(task.status.state).toBe("TASK_STATE_COMPLETED");
    expect(task.status.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it("13.1 tasks of another tenant are as if there were none", async () => {
    const { url } = await startAgent(() => undefined);
    const params = { ...toSend(), tenant: "a" };
    const { result } = await binding.call(url, "SendMessage", params);
    const { id } = (result as { task: WireTask }).task;
    expect(toReason(await binding.call(url, "GetTask", { id, tenant: "b" }))).toBe(
      "TASK_NOT_FOUND",
    );
    expect(toPage(await binding.call(url, "ListTasks", { tenant: "b" })).tasks).toEqual([]);
    expect(toPage(await binding.call(url, "ListTasks", { tenant: "a" })).tasks).toHaveLength(1);
  });
});
