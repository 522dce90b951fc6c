import { context, trace, type Tracer, type TracerProvider } from "@opentelemetry/api";
import { describe, expect, it, onTestFinished } from "vitest";
import { createManualClock } from "../manual-clock.ts";
import { serveRaw } from "../peers/raw-servers.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { startTraceCollector } from "./trace-collector.ts";
import { CALLER, startTracing } from "./tracing-under-test.ts";

/** What an author may have set up, and the names that its spans were given. */
function createTracerProvider(): { provider: TracerProvider; names: string[] } {
  const names: string[] = [];
  const startSpan: Tracer["startSpan"] = (first) => {
    names.push(first);
    const span = trace.wrapSpanContext({ ...CALLER, traceFlags: 1 });
    span.updateName = (name) => {
      names.push(name);
      return span;
    };
    return span;
  };
  const tracer = { startSpan } as unknown as Tracer;
  return { provider: { getTracer: () => tracer }, names };
}

describe("tracing, whatever is around it", () => {
  it("uses what the author of the agent has set up for the process", async () => {
    const theirs = createTracerProvider();
    trace.setGlobalTracerProvider(theirs.provider);
    onTestFinished(() => {
      trace.disable();
    });
    const collector = await startTraceCollector();
    const tracing = await startTracing(collector.url);
    tracing.beginRequest({ binding: "JSONRPC", headers: {} }).end("GetTask", "ok");
    await tracing.close();
    expect(theirs.names).toEqual(["A2A JSONRPC", "GetTask"]);
    expect(collector.spans).toEqual([]);
    // It is not ours to end.
    trace.getTracer("x").startSpan("later");
    expect(theirs.names).toContain("later");
  });

  it("says that the collector does not take spans", async () => {
    const log = createRecordedLog();
    const url = await serveRaw((_, response) => response.writeHead(400).end());
    const tracing = await startTracing(url, { log });
    tracing.beginRequest({ binding: "JSONRPC", headers: {} }).end("GetTask", "ok");
    await tracing.close();
    expect(log.lines).toMatchObject([
      { level: "warn", facts: { url }, message: "Spans could not be sent to the collector" },
    ]);
  });

  it("waits half a second for an answer that nobody takes off, and sends the rest", async () => {
    const clock = createManualClock();
    const collector = await startTraceCollector();
    const tracing = await startTracing(collector.url, { clock });
    tracing.beginRequest({ binding: "JSONRPC", headers: {} });
    tracing.beginRequest({ binding: "JSONRPC", headers: {} }).end("GetTask", "ok");
    const closing = tracing.close();
    clock.advance(500);
    await closing;
    expect(collector.spans).toMatchObject([{ name: "GetTask" }]);
  });

  it("waits a second for a collector that does not answer, and no longer", async () => {
    const clock = createManualClock();
    const log = createRecordedLog();
    const url = await serveRaw(() => undefined);
    const tracing = await startTracing(url, { clock, log });
    tracing.beginRequest({ binding: "JSONRPC", headers: {} }).end("GetTask", "ok");
    const closing = tracing.close();
    await expect.poll(() => clock.pendingTimers).toBe(1);
    await new Promise(setImmediate);
    clock.advance(1_000);
    await closing;
    expect(log.messages("warn")).toEqual(["Spans were lost: the collector is slow"]);
  });
});

describe("tracing without a collector", () => {
  it("does nothing, and leaves the executor as it is", async () => {
    const tracing = await startTracing(undefined);
    const executor = (): undefined => undefined;
    expect(tracing.wrapExecutor(executor)).toBe(executor);
    const request = tracing.beginRequest({ binding: "JSONRPC", headers: {} });
    expect(request.run(() => 7)).toBe(7);
    request.end("GetTask", "ok");
    expect([tracing.getHeaders(), tracing.getLogFacts()]).toEqual([{}, {}]);
    expect(trace.getSpan(context.active())).toBeUndefined();
  });
});
