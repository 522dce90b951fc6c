import { SendMessageRequest, type StreamResponse } from "@a2a-js/sdk";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { createAsker, createContext, getReason, LIST_REQUEST, toGetTask } from "./asker.ts";
import {
  endWithError,
  endWithNotFound,
  endWithResult,
  playBlackHole,
  playSibling,
  writeEvent,
} from "./servers.ts";

const status = { state: "TASK_STATE_WORKING" };
const task = { id: "t1", contextId: "c1", status };
const cancelled = { ...task, status: { state: "TASK_STATE_CANCELED" } };
const update = { statusUpdate: { taskId: "t1", contextId: "c1", status } };

const toWords = ({ payload }: StreamResponse): string => payload?.$case ?? "nothing";

test("a replica that is not there hides no task of another, and has none", async () => {
  const { handler, port } = await createAsker();
  await playSibling("127.0.0.3", port, (response, { params }) => {
    if (params["id"] === "t1") {
      endWithResult(response, task);
    } else {
      endWithNotFound(response);
    }
  });
  expect(await handler.getTask(toGetTask("t1"), createContext())).toMatchObject({ id: "t1" });
  expect(await getReason(handler.getTask(toGetTask("t2"), createContext()))).toBe("TASK_NOT_FOUND");
});

test("a replica on a node that is gone is given up after a second, and has no task", async () => {
  const { clock, handler, log, port } = await createAsker({ addresses: ["127.0.0.2"] });
  await playBlackHole("127.0.0.2", port);
  let reason: string | undefined;
  void getReason(handler.getTask(toGetTask("t1"), createContext())).then((told) => {
    reason = told;
  });
  for (let round = 1; round <= 2; round += 1) {
    expect(reason).toBeUndefined();
    // The limit of the connection, and that of the question.
    await vi.waitFor(() => {
      expect(clock.pendingTimers).toBe(2);
    });
    clock.advance(1_000);
    await vi.waitFor(() => {
      expect(clock.pendingTimers === 2 || reason !== undefined).toBe(true);
    });
  }
  expect(reason).toBe("TASK_NOT_FOUND");
  expect(log.messages("warn")).toEqual(["A sibling could not be asked for a task"]);
});

test("a replica that is silent holds up no answer of another", async () => {
  const { handler, port } = await createAsker();
  const silent = await playSibling("127.0.0.2", port, () => undefined);
  await playSibling("127.0.0.3", port, (response) => {
    endWithResult(response, task);
  });
  expect(await handler.getTask(toGetTask("t1"), createContext())).toMatchObject({ id: "t1" });
  await vi.waitFor(() => {
    expect(silent.connections).toBe(0);
  });
});

test.each([
  ["says nothing", (): void => undefined],
  [
    "never ends its answer",
    (response: { write: (text: string) => void }) => {
      response.write('{"jsonrpc":');
    },
  ],
])("a replica that %s may have the task: the caller is to ask again", async (_, answer) => {
  const { clock, handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  const silent = await playSibling("127.0.0.2", port, answer);
  const reason = getReason(handler.getTask(toGetTask("t1"), createContext()));
  await vi.waitFor(() => {
    expect(silent.calls).toHaveLength(1);
  });
  clock.advance(1_999);
  expect(await Promise.race([reason, delay(20, "pending")])).toBe("pending");
  clock.advance(1);
  expect(await reason).toBe("AGENT_OVERLOADED");
  expect(clock.pendingTimers).toBe(0);
});

test("a caller is to ask again where DNS does not tell who else may have the task", async () => {
  const { handler } = await createAsker({ addresses: new Error("EAI_AGAIN") });
  expect(await getReason(handler.getTask(toGetTask("t1"), createContext()))).toBe(
    "AGENT_OVERLOADED",
  );
});

test.each([
  ["an error page", 500, "<h1>Oops</h1>"],
  ["no JSON", 200, "hello"],
  ["no JSON-RPC", 200, "[]"],
  ["another task", 200, JSON.stringify({ jsonrpc: "2.0", id: 1, result: { id: "t2" } })],
  ["no task", 200, JSON.stringify({ jsonrpc: "2.0", id: 1, result: "t1" })],
  ["nothing", 200, JSON.stringify({ jsonrpc: "2.0", id: 1 })],
])("whoever answers with %s is no replica", async (_, code, body) => {
  const { handler, log, port } = await createAsker();
  await playSibling("127.0.0.2", port, (response) => {
    response.writeHead(code).end(body);
  });
  await playSibling("127.0.0.3", port, (response, { params }) => {
    if (params["id"] === "t1") {
      endWithResult(response, task);
    } else {
      endWithNotFound(response);
    }
  });
  expect(await handler.getTask(toGetTask("t1"), createContext())).toMatchObject({ id: "t1" });
  for (let count = 0; count < 3; count += 1) {
    const reason = await getReason(handler.getTask(toGetTask(`u${count}`), createContext()));
    expect(reason).toBe("TASK_NOT_FOUND");
  }
  expect(log.messages("warn")).toHaveLength(1);
});

test("a replica that refuses to tell may have the task: the caller is to ask again", async () => {
  const { handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  await playSibling("127.0.0.2", port, (response) => {
    endWithError(response, -32603, "INTERNAL_ERROR");
  });
  expect(await getReason(handler.getTask(toGetTask("t1"), createContext()))).toBe(
    "AGENT_OVERLOADED",
  );
});

test("a task is followed to where it was handed over while it was asked for", async () => {
  const { handler, port } = await createAsker();
  const former = await playSibling("127.0.0.2", port, (response, { method }) => {
    if (method === "GetTask") {
      endWithResult(response, task);
    } else {
      endWithNotFound(response);
    }
  });
  await playSibling("127.0.0.3", port, (response, { method }) => {
    if (former.calls.some((call) => call.method === "CancelTask")) {
      endWithResult(response, method === "GetTask" ? task : cancelled);
    } else {
      endWithNotFound(response);
    }
  });
  const request = { tenant: "", id: "t1", metadata: undefined };
  expect((await handler.cancelTask(request, createContext())).status?.state).toBe(5);
});

test("a task is asked for again when its owner goes just then", async () => {
  const { handler, port } = await createAsker();
  let hasGone = false;
  await playSibling("127.0.0.2", port, (response) => {
    hasGone = true;
    response.destroy();
  });
  await playSibling("127.0.0.3", port, (response) => {
    if (hasGone) {
      endWithResult(response, task);
    } else {
      endWithNotFound(response);
    }
  });
  expect(await handler.getTask(toGetTask("t1"), createContext())).toMatchObject({ id: "t1" });
});

test("an owner that breaks off in its work is not asked a second time", async () => {
  const { handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  const owner = await playSibling("127.0.0.2", port, (response, { method }) => {
    if (method === "GetTask") {
      endWithResult(response, task);
    } else {
      response.destroy();
    }
  });
  const request = SendMessageRequest.fromJSON({ message: { messageId: "m1", taskId: "t1" } });
  expect(await getReason(handler.sendMessage(request, createContext()))).toBe("AGENT_OVERLOADED");
  expect(owner.calls.map(({ method }) => method)).toEqual(["GetTask", "SendMessage"]);
});

test("a stream that breaks off ends with an error, not as if the task had ended", async () => {
  const { handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  await playSibling("127.0.0.2", port, (response, { method }) => {
    if (method === "GetTask") {
      endWithResult(response, task);
      return;
    }
    writeEvent(response, { task });
    setTimeout(() => {
      response.destroy();
    }, 20);
  });
  const events = handler.resubscribe({ tenant: "", id: "t1" }, createContext());
  expect(toWords((await events.next()).value as StreamResponse)).toBe("task");
  expect(await getReason(events.next())).toBe("AGENT_OVERLOADED");
});

test("a stream is given up when not even a heartbeat comes for a minute", async () => {
  const { clock, handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  const beats: (() => void)[] = [];
  const owner = await playSibling("127.0.0.2", port, (response, { method }) => {
    if (method === "GetTask") {
      endWithResult(response, task);
      return;
    }
    writeEvent(response, { task });
    beats.push(() => response.write(": heartbeat\n\n"));
  });
  const events = handler.resubscribe({ tenant: "", id: "t1" }, createContext());
  await events.next();
  // A reader that takes its time loses nothing.
  clock.advance(300_000);

  const reason = getReason(events.next());
  await delay(5);
  clock.advance(60_000);
  beats[0]?.();
  await delay(20);
  clock.advance(60_000);
  expect(await Promise.race([reason, delay(20, "pending")])).toBe("pending");
  clock.advance(60_000);
  expect(await reason).toBe("AGENT_OVERLOADED");
  await vi.waitFor(() => {
    expect(owner.connections).toBeLessThanOrEqual(1);
  });
});

test("a caller that goes away ends the stream from the owner, and nothing else", async () => {
  const { handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  const closed: string[] = [];
  const owner = await playSibling("127.0.0.2", port, (response, { method }) => {
    if (method === "GetTask") {
      endWithResult(response, task);
      return;
    }
    writeEvent(response, { task });
    writeEvent(response, update);
    response.on("close", () => closed.push(method));
  });
  const gone = new AbortController();
  const context = createContext({ signal: gone.signal });
  const events = handler.resubscribe({ tenant: "", id: "t1" }, context);
  await events.next();
  await events.next();
  const next = getReason(events.next());
  gone.abort();
  await vi.waitFor(() => {
    expect(closed).toEqual(["SubscribeToTask"]);
  });
  await next;

  const returned = handler.resubscribe({ tenant: "", id: "t1" }, createContext());
  await returned.next();
  await returned.return();
  await vi.waitFor(() => {
    expect(closed).toEqual(["SubscribeToTask", "SubscribeToTask"]);
  });
  expect(owner.calls.filter(({ method }) => method === "CancelTask")).toEqual([]);
});

test("a kept connection that closes just when it is used again costs no answer", async () => {
  const { handler, port } = await createAsker({ addresses: ["127.0.0.2"] });
  const answered = new WeakSet();
  const owner = await playSibling("127.0.0.2", port, (response) => {
    const socket = response.socket as object;
    if (answered.has(socket)) {
      response.destroy();
      return;
    }
    answered.add(socket);
    endWithResult(response, task);
  });
  await handler.getTask(toGetTask("t1"), createContext());
  const request = { tenant: "", id: "t1", metadata: undefined };
  expect(await handler.cancelTask(request, createContext())).toMatchObject({ id: "t1" });
  expect(owner.calls.map(({ method }) => method)).toEqual(["GetTask", "CancelTask", "CancelTask"]);
});

test("a list is what is known in time", async () => {
  const { clock, handler, log, port } = await createAsker({
    addresses: ["127.0.0.2", "127.0.0.3", "127.0.0.4"],
  });
  const silent = await playSibling("127.0.0.2", port, () => undefined);
  const other = await playSibling("127.0.0.3", port, (response) => {
    endWithResult(response, { tasks: [task], nextPageToken: "", pageSize: 50, totalSize: 1 });
  });
  const page = handler.listTasks(LIST_REQUEST, createContext());
  await vi.waitFor(() => {
    expect(silent.calls.length + other.calls.length).toBe(2);
  });
  await delay(20);
  clock.advance(2_000);
  expect(await page).toMatchObject({ tasks: [{ id: "t1" }], nextPageToken: "", totalSize: 1 });
  expect(log.messages("warn")).toEqual(["A list of tasks lacks those of a sibling"]);
});
