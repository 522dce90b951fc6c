import { TaskState } from "@a2a-js/sdk";
import { trace } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";
import { startTraceCollector } from "./trace-collector.ts";
import {
  accept,
  CALLER,
  createTask,
  startTracing,
  tell,
  TRACEPARENT,
} from "./tracing-under-test.ts";

describe("tracing", () => {
  it("makes one trace of a caller, an agent and its peer", async () => {
    const collector = await startTraceCollector();
    const agent = await startTracing(collector.url);
    const peer = await startTracing(collector.url, { name: "Data Analysis" });

    const request = agent.beginRequest({
      binding: "JSONRPC",
      headers: { traceparent: TRACEPARENT },
    });
    const execute = agent.wrapExecutor(async () => {
      await Promise.resolve();
      const call = agent.beginCall({ name: "data-analysis", url: "http://data.test:8000" });
      const atPeer = peer.beginRequest({
        binding: "HTTP+JSON",
        headers: call.run(agent.getHeaders),
      });
      atPeer.end("GetTask", "ok");
      call.end("ok");
    });
    await request.run(() => {
      accept(agent);
      return execute(createTask());
    });
    tell(agent, TaskState.TASK_STATE_COMPLETED);
    request.end("SendMessage", "ok");
    await agent.close();
    await peer.close();

    const find = (name: string) => collector.spans.find((span) => span.name === name);
    const [server, task, call, far] = [
      find("SendMessage"),
      find("invoke_agent Research"),
      find("invoke_agent data-analysis"),
      find("GetTask"),
    ];
    expect([server, task, call, far].map((span) => span?.traceId)).toEqual(
      Array.from({ length: 4 }, () => CALLER.traceId),
    );
    expect([server, task, call, far].map((span) => span?.parentSpanId)).toEqual([
      CALLER.spanId,
      server?.spanId,
      task?.spanId,
      call?.spanId,
    ]);
    expect([task?.service, far?.service]).toEqual(["Research", "Data Analysis"]);
    expect(server).toMatchObject({
      kind: 2,
      status: 0,
      attributes: {
        "rpc.system": "jsonrpc",
        "rpc.method": "SendMessage",
        "a2a.binding": "JSONRPC",
      },
    });
    expect(task).toMatchObject({
      attributes: {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "Research",
        "gen_ai.conversation.id": "c1",
        "a2a.task.id": "t1",
        "a2a.task.state": "COMPLETED",
      },
    });
    expect(call).toMatchObject({
      kind: 3,
      attributes: {
        "gen_ai.agent.name": "data-analysis",
        "server.address": "data.test",
        "server.port": 8000,
      },
    });
    expect(far).toMatchObject({ attributes: { "rpc.system": "http", "a2a.binding": "HTTP+JSON" } });
  });

  it("puts a task that waited for its turn below its own request, not below another one's", async () => {
    const collector = await startTraceCollector();
    const tracing = await startTracing(collector.url);
    const execute = tracing.wrapExecutor(() => undefined);
    const other = tracing.beginRequest({ binding: "JSONRPC", headers: {} });
    const own = tracing.beginRequest({
      binding: "JSONRPC",
      headers: { traceparent: TRACEPARENT },
    });
    own.run(() => {
      accept(tracing);
    });
    await other.run(() => execute(createTask()));
    tell(tracing, TaskState.TASK_STATE_COMPLETED);
    own.end("SendMessage", "ok");
    other.end("GetTask", "ok");
    await tracing.close();
    expect(collector.spans).toContainEqual(
      expect.objectContaining({ name: "invoke_agent Research", traceId: CALLER.traceId }),
    );
  });

  it("tells who an agent is, and in which pod", async () => {
    const collector = await startTraceCollector();
    const tracing = await startTracing(collector.url);
    tracing.beginRequest({ binding: "JSONRPC", headers: {} }).end("GetTask", "ok");
    await tracing.close();
    expect(collector.resource).toEqual({
      "service.name": "Research",
      "service.version": "1.4.0",
      "service.instance.id": "research-0",
      "k8s.pod.name": "research-0",
      "k8s.namespace.name": "agents",
    });
  });

  it.each([
    ["that ends by itself", TaskState.TASK_STATE_INPUT_REQUIRED, "INPUT_REQUIRED", 0],
    ["that fails", TaskState.TASK_STATE_FAILED, "FAILED", 2],
  ])("tells the state of a task %s", async (_, state, name, status) => {
    const collector = await startTraceCollector();
    const tracing = await startTracing(collector.url);
    await tracing.wrapExecutor(() => undefined)(createTask());
    tell(tracing, state);
    await tracing.close();
    expect(collector.spans).toMatchObject([{ attributes: { "a2a.task.state": name }, status }]);
  });

  it("waits for the executor of a task that was cancelled", async () => {
    const collector = await startTraceCollector();
    const tracing = await startTracing(collector.url);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const done = tracing.wrapExecutor(() => promise)(createTask());
    tell(tracing, TaskState.TASK_STATE_CANCELED);
    // Somebody asks again: the first end counts.
    tell(tracing, TaskState.TASK_STATE_FAILED);
    resolve(undefined);
    await done;
    await tracing.close();
    expect(collector.spans).toMatchObject([
      { attributes: { "a2a.task.state": "CANCELED" }, status: 0 },
    ]);
  });

  it("tells of a task that was left behind, and of what its executor threw", async () => {
    const collector = await startTraceCollector();
    const tracing = await startTracing(collector.url);
    void tracing.wrapExecutor(() => new Promise(() => undefined))(createTask("left"));
    const failing = tracing.wrapExecutor(() => {
      throw new Error("no model");
    })(createTask("failed"));
    await expect(failing).rejects.toThrow("no model");
    tell(tracing, TaskState.TASK_STATE_FAILED, "failed");
    await tracing.close();
    expect(
      collector.spans.map(({ attributes, status }) => [
        attributes["a2a.task.id"],
        attributes["error.type"],
        status,
      ]),
    ).toEqual([
      ["failed", "FAILED", 2],
      ["left", "ABORTED", 2],
    ]);
  });

  it.each([
    ["refused", "TASK_NOT_FOUND", 0],
    ["failed by the agent", "INTERNAL_ERROR", 2],
  ] as const)("tells why a request was %s", async (_, outcome, status) => {
    const collector = await startTraceCollector();
    const tracing = await startTracing(collector.url);
    tracing.beginRequest({ binding: "JSONRPC", headers: {} }).end(undefined, outcome);
    await tracing.close();
    expect(collector.spans).toMatchObject([
      { name: "A2A JSONRPC", attributes: { "error.type": outcome }, status },
    ]);
  });

  it("shows executors their span, and takes the spans that they make", async () => {
    const collector = await startTraceCollector();
    const tracing = await startTracing(collector.url);
    let facts = {};
    await tracing.wrapExecutor(async () => {
      await Promise.resolve();
      trace.getTracer("model").startSpan("chat").end();
      facts = tracing.getLogFacts();
    })(createTask());
    tell(tracing, TaskState.TASK_STATE_COMPLETED);
    await tracing.close();
    const [chat, task] = collector.spans;
    expect([chat?.name, chat?.parentSpanId]).toEqual(["chat", task?.spanId]);
    expect(facts).toEqual({ trace_id: task?.traceId, span_id: task?.spanId });
  });
});
