import { describe, expect, it } from "vitest";
import { readAll } from "../agent-under-test.ts";
import { createManualClock } from "../manual-clock.ts";
import { catchFailure, createClient, go, runThrough } from "./calls.ts";
import { type RawCall, serveAgentRaw } from "./raw-servers.ts";

/** A peer that does not stream, and answers each call by its number. */
async function serveSteps(
  toResult: (call: RawCall, number: number) => object | undefined,
): Promise<{ url: string; calls: RawCall[] }> {
  const calls: RawCall[] = [];
  const url = await serveAgentRaw(
    (response, call) => {
      calls.push(call);
      const result = toResult(call, calls.length);
      if (result === undefined) {
        response.destroy();
        return;
      }
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, ...result }));
    },
    { streaming: false },
  );
  return { url, calls };
}

function toTask(state: string, text = "", artifacts: object[] = []): object {
  const message = { messageId: "m", role: "ROLE_AGENT", parts: [{ text }] };
  const status = { state: `TASK_STATE_${state}`, ...(text === "" ? {} : { message }) };
  return { id: "t", contextId: "c", status, artifacts };
}

const artifact = { artifactId: "a", parts: [{ text: "x" }] };

describe("a peer that does not stream", () => {
  it("is asked how it goes until it is done, and each change is told once", async () => {
    const steps = [
      { task: toTask("SUBMITTED") },
      toTask("WORKING", "", [artifact]),
      toTask("WORKING", "", [artifact]),
      toTask("WORKING", "half"),
      toTask("COMPLETED", "done", [artifact]),
    ];
    const { url, calls } = await serveSteps((_, number) => ({ result: steps[number - 1] }));
    const clock = createManualClock();
    const { client, outcomes } = createClient(url, { clock });
    const ids = { taskId: "t", contextId: "c" };
    expect(await runThrough(clock, readAll(client.stream(go)))).toEqual([
      { type: "status", ...ids, state: "SUBMITTED", text: "" },
      { type: "status", ...ids, state: "WORKING", text: "" },
      { type: "status", ...ids, state: "WORKING", text: "half" },
      {
        type: "artifact",
        ...ids,
        artifact: { id: "a", parts: [{ text: "x" }] },
        append: false,
        last: true,
      },
      { type: "status", ...ids, state: "COMPLETED", text: "done" },
    ]);
    expect(outcomes).toEqual(["ok"]);
    expect(calls.map(({ method }) => method)).toEqual([
      "SendMessage",
      ...Array.from({ length: 4 }, () => "GetTask"),
    ]);
    expect(calls[0]?.params).toMatchObject({ configuration: { returnImmediately: true } });
  });

  it("may answer at once, with a task or without one", async () => {
    const message = { messageId: "m", contextId: "c", role: "ROLE_AGENT", parts: [{ text: "hi" }] };
    const answers = [{ task: toTask("COMPLETED", "done") }, { message }];
    const { url, calls } = await serveSteps((_, number) => ({ result: answers[number - 1] }));
    const { client } = createClient(url);
    expect(await client.ask(go)).toMatchObject({ state: "COMPLETED", text: "done" });
    expect(await client.ask(go)).toMatchObject({ state: "COMPLETED", text: "hi" });
    expect(calls).toHaveLength(2);
  });

  it("is asked again when a request is lost, or finds a replica that does not know the task", async () => {
    const unknown = { error: { code: -32001, message: "Task not found" } };
    const steps = [
      { result: { task: toTask("WORKING") } },
      undefined,
      unknown,
      { result: toTask("COMPLETED") },
    ];
    const { url } = await serveSteps((_, number) => steps[number - 1]);
    const clock = createManualClock();
    const { client } = createClient(url, { clock });
    expect(await runThrough(clock, client.ask(go))).toMatchObject({ state: "COMPLETED" });
  });

  it("may lose many requests, as long as not too many are lost in a row", async () => {
    const lost = Array.from({ length: 5 }, () => undefined);
    const working = { result: toTask("WORKING") };
    const steps = [
      { result: { task: toTask("WORKING") } },
      ...[...lost, working, ...lost, working, ...lost],
      { result: toTask("COMPLETED") },
    ];
    const { url } = await serveSteps((_, number) => steps[number - 1]);
    const clock = createManualClock();
    const { client } = createClient(url, { clock });
    expect(await runThrough(clock, client.ask(go))).toMatchObject({ state: "COMPLETED" });
  });

  it("has broken off when it has forgotten the task for good", async () => {
    const { url, calls } = await serveSteps((_, number) =>
      number === 1
        ? { result: { task: toTask("WORKING") } }
        : { error: { code: -32001, message: "Task not found" } },
    );
    const clock = createManualClock();
    const { client, outcomes } = createClient(url, { clock });
    expect(await runThrough(clock, catchFailure(client.ask(go)))).toEqual([
      "broken",
      `Peer peer (${url}) broke off: Task not found.`,
    ]);
    expect([calls.length, outcomes]).toEqual([7, ["broken"]]);
  });

  it("is told that nobody waits any more, by the id of its task", async () => {
    const cancelled = Promise.withResolvers<unknown>();
    const { url } = await serveSteps(({ method, params }) => {
      if (method === "CancelTask") {
        cancelled.resolve(params);
        return { result: toTask("CANCELED") };
      }
      return { result: method === "SendMessage" ? { task: toTask("WORKING") } : toTask("WORKING") };
    });
    const clock = createManualClock();
    const { client, outcomes } = createClient(url, { clock });
    const abort = new AbortController();
    const reason = new Error("enough");
    const asking = client.ask(go, { signal: abort.signal });
    asking.catch(() => undefined);
    await expect.poll(() => clock.pendingTimers).toBe(1);
    abort.abort(reason);
    await expect(asking).rejects.toBe(reason);
    expect(await cancelled.promise).toMatchObject({ id: "t" });
    expect(outcomes).toEqual(["aborted"]);
    await expect.poll(() => clock.pendingTimers).toBe(0);
  });
});

describe("a peer that asks for patience", () => {
  const task = { task: toTask("COMPLETED") };

  /** A peer that answers with the given statuses first, and asks to be asked again after a time. */
  async function serveBusy(retryAfter: string, busyCalls: number): Promise<[string, () => number]> {
    let calls = 0;
    const url = await serveAgentRaw(
      (response, { id }) => {
        calls += 1;
        if (calls <= busyCalls) {
          const error = { code: -32603, message: "Too many tasks wait." };
          response.writeHead(503, { "Retry-After": retryAfter });
          response.end(JSON.stringify({ jsonrpc: "2.0", id, error }));
          return;
        }
        response.end(JSON.stringify({ jsonrpc: "2.0", id, result: task }));
      },
      { streaming: false },
    );
    return [url, () => calls];
  }

  it("gets the message again after the time that it names", async () => {
    const [url, getCalls] = await serveBusy("7", 1);
    const clock = createManualClock();
    const { client, outcomes } = createClient(url, { clock });
    const asking = client.ask(go);
    await expect.poll(() => clock.pendingTimers).toBe(1);
    clock.advance(6_999);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(1);
    expect(await asking).toMatchObject({ state: "COMPLETED" });
    expect([getCalls(), outcomes]).toEqual([2, ["ok"]]);
  });

  it.each([
    ["asks for ever", "1", 4],
    ["asks for more than ten seconds", "11", 1],
    ["names a date, which is none of our clock", "Wed, 21 Oct 2026 07:28:00 GMT", 1],
  ])("has refused the message when it %s", async (_, retryAfter, calls) => {
    const [url, getCalls] = await serveBusy(retryAfter, Infinity);
    const clock = createManualClock();
    const { client, outcomes } = createClient(url, { clock });
    expect(await runThrough(clock, catchFailure(client.ask(go)))).toEqual([
      "refused",
      `Peer peer (${url}) refuses the message: Too many tasks wait.`,
    ]);
    expect([getCalls(), outcomes]).toEqual([calls, ["refused"]]);
  });

  it("has broken off when it does not answer the second time: what it said first is over", async () => {
    let calls = 0;
    const url = await serveAgentRaw((response) => {
      calls += 1;
      if (calls === 1) {
        response.writeHead(503, { "Retry-After": "1" }).end();
      } else {
        response.destroy();
      }
    });
    const clock = createManualClock();
    const { client } = createClient(url, { clock });
    const [failure] = await runThrough(clock, catchFailure(client.ask(go)));
    expect([failure, calls]).toEqual(["broken", 2]);
  });

  it("is not asked again by a caller who has given up", async () => {
    const [url, getCalls] = await serveBusy("5", 1);
    const clock = createManualClock();
    const { client } = createClient(url, { clock });
    const abort = new AbortController();
    const asking = client.ask(go, { signal: abort.signal });
    asking.catch(() => undefined);
    await expect.poll(() => clock.pendingTimers).toBe(1);
    abort.abort();
    await expect(asking).rejects.toThrow();
    await expect.poll(() => clock.pendingTimers).toBe(0);
    clock.advance(10_000);
    await new Promise(setImmediate);
    expect(getCalls()).toBe(1);
  });
});
