import { expect, onTestFinished, test } from "vitest";
import { readAll, toParams } from "../agent-under-test.ts";
import type { WireEvent } from "../wire-types.ts";
import { type Replica, startReplicas } from "./replicas.ts";

/** Three replicas, and a task that the first one works on. */
async function beginTask(headers: Record<string, string> = {}) {
  const [owner, ...others] = (await startReplicas(3)) as [Replica, Replica, Replica];
  const params = toParams("go", {}, { returnImmediately: true });
  const { result } = await owner.call("SendMessage", params, headers);
  const { id, contextId } = result.task;
  const held = await owner.executor.next();
  onTestFinished(() => {
    held.release();
  });
  return { owner, others, id, contextId, held };
}

const answerTo = (taskId: string, text: string, configuration?: object) =>
  toParams(text, { taskId }, configuration);

/** What happened, in a few words. */
const toWords = ({ task, statusUpdate, artifactUpdate }: Partial<WireEvent>): string =>
  task?.status.state ?? statusUpdate?.status.state ?? (artifactUpdate ? "artifact" : "?");

test("a task is read at every replica as it is at the one that works on it", async () => {
  const { owner, others, id, held } = await beginTask();
  held.task.addArtifact({ id: "a1", parts: [{ text: "half" }] });
  const { result } = await owner.call("GetTask", { id });
  for (const other of others) {
    expect((await other.call("GetTask", { id })).result).toEqual(result);
    const short = await other.call("GetTask", { id, historyLength: 0 });
    expect(short.result).toEqual({ ...result, history: undefined });
  }
  expect(result.artifacts).toHaveLength(1);
});

test("a task is cancelled at any replica, and its executor is told", async () => {
  const { owner, others, id, held } = await beginTask();
  const { result } = await others[0].call("CancelTask", { id });
  expect(result.status.state).toBe("TASK_STATE_CANCELED");
  expect(held.task.signal.aborted).toBe(true);
  expect((await owner.call("GetTask", { id })).result.status.state).toBe("TASK_STATE_CANCELED");
  // Twice does the same, and an end that is another one is told as it is by the owner.
  expect((await others[1].call("CancelTask", { id })).result.id).toBe(id);
});

test("what the owner refuses is refused everywhere in its words", async () => {
  const { owner, others, id, held } = await beginTask();
  held.task.complete();
  held.release();
  const refusals = [
    ["CancelTask", { id }],
    ["SubscribeToTask", { id }],
    ["SendMessage", answerTo(id, "more")],
    ["SendStreamingMessage", answerTo(id, "more")],
  ] as const;
  for (const [method, params] of refusals) {
    const { error } = await owner.call(method, params);
    expect(error.message).toContain(id);
    for (const other of others) {
      expect((await other.call(method, params)).error).toEqual(error);
    }
  }
});

test("a subscriber at any replica gets events as they happen, until the end", async () => {
  const { others, id, held } = await beginTask();
  const streams = await Promise.all(others.map((other) => other.stream("SubscribeToTask", { id })));
  const firsts = await Promise.all(streams.map((stream) => stream.next()));
  expect(firsts.map(({ value }) => (value as WireEvent).task.id)).toEqual([id, id]);

  held.task.report("on it");
  const seconds = await Promise.all(streams.map((stream) => stream.next()));
  for (const { value } of seconds) {
    expect((value as WireEvent).statusUpdate.status.message.parts[0]?.text).toBe("on it");
  }
  held.task.addArtifact({ id: "a1", parts: [{ text: "result" }] });
  held.release();
  const rests = await Promise.all(streams.map(readAll));
  expect(rests.map((rest) => rest.map(toWords))).toEqual([
    ["artifact", "TASK_STATE_COMPLETED"],
    ["artifact", "TASK_STATE_COMPLETED"],
  ]);
});

test("the answer to a question goes to the replica that asked, from any other", async () => {
  const { owner, others, id, contextId, held } = await beginTask();
  const [first, second] = others;
  held.task.askForInput("which?");
  held.release();

  const blocking = first.call("SendMessage", answerTo(id, "this one"));
  const resumed = await owner.executor.next();
  expect(resumed.task.message.text).toBe("this one");
  resumed.task.askForInput("and how?");
  resumed.release();
  expect((await blocking).result.task).toMatchObject({
    id,
    contextId,
    status: { state: "TASK_STATE_INPUT_REQUIRED" },
  });

  const streamed = await second.stream("SendStreamingMessage", answerTo(id, "fast"));
  const last = await owner.executor.next();
  last.release();
  expect((await readAll(streamed)).map(toWords).at(-1)).toBe("TASK_STATE_COMPLETED");
  expect([first.executor.calls, second.executor.calls]).toEqual([0, 0]);
});

test("an answer that does not wait is answered at once, from any other replica", async () => {
  const { owner, others, id, held } = await beginTask();
  held.task.askForInput("which?");
  held.release();
  const params = answerTo(id, "this one", { returnImmediately: true, historyLength: 1 });
  const { result } = await others[0].call("SendMessage", params);
  expect(result.task.history.map(({ parts }) => parts[0]?.text)).toEqual(["this one"]);
  (await owner.executor.next()).release();
});

test("a task is known at every replica by HTTP+JSON and to callers of A2A 0.3", async () => {
  const { others, id, held } = await beginTask();
  const [first, second] = others;
  const byHttp = { "A2A-Version": "1.0", "Content-Type": "application/a2a+json" };
  const read = await fetch(`${first.url}tasks/${id}`, { headers: byHttp });
  expect([read.status, await read.json()]).toMatchObject([200, { id }]);
  const former = { "A2A-Version": "0.3" };
  const legacy = await first.call("tasks/get", { id }, former);
  expect(legacy.result).toMatchObject({ kind: "task", id, status: { state: "working" } });

  const subscribed = await fetch(`${second.url}tasks/${id}:subscribe`, { headers: byHttp });
  const cancelled = await second.call("tasks/cancel", { id }, former);
  expect(cancelled.result).toMatchObject({ kind: "task", id, status: { state: "canceled" } });
  expect(await subscribed.text()).toContain("TASK_STATE_CANCELED");
  expect(held.task.signal.aborted).toBe(true);
  const unknown = await fetch(`${first.url}tasks/t9`, { headers: byHttp });
  expect(unknown.status).toBe(404);
});

test("a new message stays where it comes", async () => {
  const [first, second] = (await startReplicas(2)) as [Replica, Replica];
  const blocking = first.call("SendMessage", toParams("new", { contextId: "c1" }));
  (await first.executor.next()).release();
  expect((await blocking).result.task.contextId).toBe("c1");
  expect(second.executor.calls).toBe(0);
});

test("a task that nobody has is not found, as if there were one replica", async () => {
  const [first] = (await startReplicas(3)) as [Replica, ...Replica[]];
  const calls = [
    ["GetTask", { id: "t9" }],
    ["CancelTask", { id: "t9" }],
    ["SubscribeToTask", { id: "t9" }],
    ["SendMessage", answerTo("t9", "hello")],
    ["SendStreamingMessage", answerTo("t9", "hello")],
  ] as const;
  for (const [method, params] of calls) {
    const { error } = await first.call(method, params);
    expect(error).toMatchObject({ code: -32001, message: expect.stringContaining("t9") as string });
  }
});

test("a request that a sibling has marked is answered from what is known here", async () => {
  const { others, id } = await beginTask();
  const marked = { "berth-forwarded": "1" };
  const [other] = others;
  expect((await other.call("GetTask", { id }, marked)).error.code).toBe(-32001);
  expect((await other.call("GetTask", { id })).result.id).toBe(id);
});
