import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import { describe, expect, it } from "vitest";
import { createRouter } from "../../../agent-runtime/src/http/router.ts";
import { createRestRoutes } from "../../../agent-runtime/src/http/routes/rest.ts";
import { createRpcRoute } from "../../../agent-runtime/src/http/routes/rpc.ts";
import { createMetrics } from "../../../agent-runtime/src/metrics.ts";
import { createTaskRecord } from "../../../agent-runtime/src/tasks/task-record.ts";
import { createUserMessage } from "../agent-under-test.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { fetchFrom } from "./fetch-from.ts";
import { toBody } from "./wire.ts";

/** Bindings in front of a task that can be told of once, and then fails in a way nobody foresaw. */
function setUp() {
  const metrics = createMetrics({ getActiveTasks: () => 0, isDraining: () => false });
  const log = createRecordedLog();
  let wasLeft = false;
  const value = createTaskRecord(createUserMessage("x"), new Date(0));
  const handler = {
    getAgentCard: () => Promise.resolve({ capabilities: { streaming: true } }),
    resubscribe: async function* () {
      try {
        yield await Promise.resolve({ payload: { $case: "task", value } });
        throw new Error("password=secret");
      } finally {
        wasLeft = true;
      }
    },
  } as unknown as A2ARequestHandler;
  const options = { handler, maxBodyBytes: 10_000, clock: createManualClock(), metrics, log };
  const app = createRouter(
    [
      { methods: ["POST"], path: "/", route: createRpcRoute(options) },
      ...createRestRoutes(options),
    ],
    { log },
  );
  return {
    ask: async (method: string, path: string, version: string, body?: string) => {
      const response = await fetchFrom(app, path, {
        method,
        headers: { "Content-Type": "application/json", "A2A-Version": version },
        ...(body === undefined ? {} : { body }),
      });
      return response.text();
    },
    log,
    readSamples: async (metric: string) =>
      (await metrics.render()).split("\n").filter((line) => line.startsWith(metric)),
    wasLeft: () => wasLeft,
  };
}

const TEXT = "The agent could not do this. Its log says why.";

describe("a stream that fails after its first event", () => {
  it.each([
    [
      "JSON-RPC",
      ["POST", "/", "1.0", toBody({ method: "SubscribeToTask" })],
      `data: {"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"${TEXT}","data":[`,
    ],
    [
      "HTTP+JSON",
      ["GET", "/tasks/t1:subscribe", "1.0"],
      `event: error\ndata: {"error":{"code":500,"status":"INTERNAL","message":"${TEXT}","details":[`,
    ],
    [
      "JSON-RPC of 0.3",
      ["POST", "/", "0.3", toBody({ method: "tasks/resubscribe" })],
      `data: {"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"${TEXT}","data":[`,
    ],
    [
      "HTTP+JSON of 0.3",
      ["GET", "/v1/tasks/t1:subscribe", "0.3"],
      `event: error\ndata: {"code":-32603,"message":"${TEXT}","data":[`,
    ],
  ] as const)("ends with an error that tells nothing, over %s", async (_, request, beginning) => {
    const { ask, log, readSamples, wasLeft } = setUp();
    const [method, path, version, body] = request;
    const [first, last, ...rest] = (await ask(method, path, version, body)).split("\n\n");
    expect(first).toMatch(/^data: \{/);
    expect(last?.slice(0, beginning.length)).toBe(beginning);
    expect(rest).toEqual([""]);
    expect(wasLeft()).toBe(true);
    expect(log.lines).toMatchObject([
      { level: "error", facts: { err: { message: "password=secret" } } },
    ]);
    expect(await readSamples("a2a_streams_active")).toEqual(["a2a_streams_active 0"]);
    const [sample, ...others] = await readSamples("a2a_requests_total{");
    expect(sample).toMatch(/method="SubscribeToTask".*outcome="INTERNAL_ERROR"\} 1$/);
    expect(others).toEqual([]);
  });
});
