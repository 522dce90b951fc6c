import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import { describe, expect, it } from "vitest";
import { createRouter } from "../../../agent-runtime/src/http/router.ts";
import { createRpcRoute } from "../../../agent-runtime/src/http/routes/rpc.ts";
import { createMetrics } from "../../../agent-runtime/src/metrics.ts";
import { createTaskRecord } from "../../../agent-runtime/src/tasks/task-record.ts";
import { createAgentUnderTest, createUserMessage, toParams } from "../agent-under-test.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { fetchFrom } from "./fetch-from.ts";
import { toBody } from "./wire.ts";

/** Lists in lists, so deep. */
function nest(depth: number): unknown {
  return JSON.parse("[".repeat(depth) + "]".repeat(depth));
}

/** Objects in objects, so deep, the outermost one included. */
function nestObjects(depth: number): unknown {
  return JSON.parse(`${'{"a":'.repeat(depth - 1)}{}${"}".repeat(depth - 1)}`);
}

describe("a message that is nested deeply", () => {
  it.each([
    ["message.parts[1].data", { parts: [{ text: "x" }, { data: nest(101) }] }],
    ["message.parts[0].metadata", { parts: [{ text: "x", metadata: nestObjects(101) }] }],
    ["message.metadata", { metadata: nestObjects(101) }],
    ["message.parts[0].data", { parts: [{ data: [nest(5), nestObjects(101)] }] }],
  ])("is refused: %s", async (name, message) => {
    const agent = createAgentUnderTest(() => undefined);
    const { error } = await agent.call("SendMessage", toParams("x", message));
    expect(error).toMatchObject({
      code: -32602,
      message: `'${name}' must be nested at most 100 levels deep.`,
    });
  });

  it("is refused however deep it is", async () => {
    const agent = createAgentUnderTest(() => undefined, { maxBodyBytes: 1_000_000 });
    const depth = 200_000;
    const part = `{"data":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const body = toBody({ method: "SendMessage", params: toParams("x") });
    const response = await agent.post(body.replace('{"text":"x"}', part));
    expect(await response.json()).toMatchObject({ error: { code: -32602 } });
    expect(agent.log.messages("error")).toEqual([]);
  });

  it("is taken when it is just as deep as it may be", async () => {
    const agent = createAgentUnderTest(() => undefined, {
      card: { defaultInputModes: ["application/json"] },
    });
    const message = {
      parts: [{ data: nest(100), metadata: nestObjects(100) }],
      metadata: nestObjects(100),
    };
    const { result } = await agent.call("SendMessage", toParams("x", message));
    expect(result.task.status.state).toBe("TASK_STATE_COMPLETED");
    expect(result.task.history[0]).toMatchObject(message);
  });
});

describe("a message that is long in entries", () => {
  it.each([
    ["message.parts", { parts: Array.from({ length: 500_000 }, () => ({})) }],
    ["message.extensions", { extensions: Array.from({ length: 500_000 }, () => 1) }],
    ["message.referenceTaskIds", { referenceTaskIds: Array.from({ length: 1_001 }, () => "t") }],
  ])("is refused before its entries are looked at: %s", async (name, message) => {
    const agent = createAgentUnderTest(() => undefined, { maxBodyBytes: 10_000_000 });
    const { error } = await agent.call("SendMessage", toParams("x", message));
    expect(error).toMatchObject({
      code: -32602,
      message: `'${name}' must have at most 1000 entries.`,
    });
  });

  it("is taken with as many entries as it may have", async () => {
    const agent = createAgentUnderTest(() => undefined, { maxBodyBytes: 100_000 });
    const parts = Array.from({ length: 1_000 }, () => ({ text: "x" }));
    const { result } = await agent.call("SendMessage", toParams("x", { parts }));
    expect(result.task.status.state).toBe("TASK_STATE_COMPLETED");
  });

  it("has an id that is no longer than one may be, since every event carries it", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.post(toBody({ id: "i".repeat(513) }));
    expect(await response.json()).toMatchObject({ id: null, error: { code: -32600 } });
  });
});

describe("an answer that cannot be written", () => {
  const setUp = () => {
    const metrics = createMetrics({ getActiveTasks: () => 0, isDraining: () => false });
    const record = createTaskRecord(createUserMessage("x"), new Date(0));
    const task = { ...record, metadata: { unwritable: 1n } };
    const handler = {
      getTask: () => Promise.resolve(task),
      resubscribe: async function* () {
        yield await Promise.resolve({ payload: { $case: "task", value: task } });
      },
    } as unknown as A2ARequestHandler;
    const clock = createManualClock();
    const log = createRecordedLog();
    const route = createRpcRoute({ handler, clock, metrics, log, maxBodyBytes: 10_000 });
    const app = createRouter([{ methods: ["POST"], path: "/", route }], { log });
    return {
      post: (method: string) =>
        fetchFrom(app, "/", {
          method: "POST",
          headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
          body: toBody({ method }),
        }),
      readRequests: async () =>
        (await metrics.render())
          .split("\n")
          .filter((line) => line.startsWith("a2a_requests_total{")),
    };
  };
  const toSample = (method: string): string =>
    `a2a_requests_total{method="${method}",binding="JSONRPC",protocol_version="1.0",outcome="INTERNAL_ERROR"} 1`;

  it("is counted once, as the failure that it is", async () => {
    const { post, readRequests } = setUp();
    const response = await post("GetTask");
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ id: 7, error: { code: -32603 } });
    expect(await readRequests()).toEqual([toSample("GetTask")]);
  });

  it("is an error like any other when it is the first of a stream", async () => {
    const { post, readRequests } = setUp();
    const response = await post("SubscribeToTask");
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ id: 7, error: { code: -32603 } });
    expect(await readRequests()).toEqual([toSample("SubscribeToTask")]);
  });
});
