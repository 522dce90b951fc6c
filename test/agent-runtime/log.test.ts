import { describe, expect, it } from "vitest";
import {
  createLog,
  createRequestLog,
  createTaskLog,
  type LogOptions,
  type RuntimeLog,
} from "../../agent-runtime/src/log.ts";
import { createRecordedLog } from "./recorded-log.ts";

/** A log, and its lines as they are written, without their time. */
function createWrittenLog(options: LogOptions = {}): { log: RuntimeLog; lines: object[] } {
  const lines: object[] = [];
  const output = {
    write: (text: string) => {
      const { time, ...line } = JSON.parse(text) as { time: string };
      expect(Date.parse(time)).not.toBeNaN();
      lines.push(line);
    },
  };
  return { log: createLog({ ...options, output }), lines };
}

describe("a log", () => {
  it("is of JSON lines that name their level and their facts", () => {
    const { log, lines } = createWrittenLog();
    log.warn({ port: 8000 }, "The port is taken");
    log.info("Ready");
    expect(lines).toEqual([
      { level: "warn", port: 8000, message: "The port is taken" },
      { level: "info", message: "Ready" },
    ]);
  });

  it.each([
    ["info, of its own accord", undefined, ["info", "warn", "error"]],
    ["debug", "debug", ["debug", "info", "warn", "error"]],
    ["error", "error", ["error"]],
  ] as const)("leaves out what is below %s", (_, level, written) => {
    const { log, lines } = createWrittenLog({ level });
    log.debug("");
    log.info("");
    log.warn("");
    log.error("");
    expect(lines.map((line) => (line as { level: string }).level)).toEqual(written);
  });

  it("names the task that a line belongs to, and the trace", () => {
    const { log, lines } = createWrittenLog({ getFacts: () => ({ trace_id: "a", span_id: "b" }) });
    createTaskLog(log, { taskId: "t", contextId: "c" }).info("Working");
    expect(lines).toEqual([
      {
        level: "info",
        taskId: "t",
        contextId: "c",
        trace_id: "a",
        span_id: "b",
        message: "Working",
      },
    ]);
  });

  it("keeps the facts of a line out of the next one", () => {
    const facts = { trace_id: "a" };
    const { log, lines } = createWrittenLog({ getFacts: () => facts });
    log.info({ port: 8000 }, "One");
    log.info("Two");
    expect(lines).toEqual([
      { level: "info", trace_id: "a", port: 8000, message: "One" },
      { level: "info", trace_id: "a", message: "Two" },
    ]);
  });

  it("keeps what opens doors to itself", () => {
    const { log, lines } = createWrittenLog();
    const headers = { authorization: "Bearer s3cret", Cookie: "s3cret", accept: "*/*" };
    log.info({ headers, request: { headers }, token: "s3cret", auth: { credentials: "s3cret" } });
    expect(JSON.stringify(lines)).not.toContain("s3cret");
    expect(lines).toMatchObject([{ headers: { accept: "*/*" } }]);
  });

  it("may be one that knows no children", () => {
    const log = createRecordedLog();
    expect(createTaskLog(log, { taskId: "t" })).toBe(log);
  });
});

describe("the log of requests", () => {
  it("is written for who looks for a fault, and says how a request went", () => {
    const log = createRecordedLog();
    const request = {
      method: "SendMessage",
      binding: "JSONRPC",
      version: "1.0",
      outcome: "ok",
      durationMs: 3,
    } as const;
    createRequestLog(log)(request);
    expect(log.lines).toEqual([
      { level: "debug", facts: request, message: "A request was answered" },
    ]);
  });
});
