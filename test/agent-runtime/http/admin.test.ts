import { createDrain, type DrainState } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { createAdminApp, createMetricsApp } from "../../../agent-runtime/src/http/app.ts";
import { createAgentUnderTest } from "../agent-under-test.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { createManualClock } from "../manual-clock.ts";
import { fetchFrom } from "./fetch-from.ts";

describe("the admin port", () => {
  it("is ready only while new tasks are taken, and alive for as long as it answers", async () => {
    const drain = createDrain({
      maxTaskSeconds: 100,
      clock: createManualClock(),
      abortTasks: () => undefined,
      exit: () => undefined,
    });
    const app = createAdminApp(() => drain.state, createRecordedLog());
    const seen: [DrainState, number, number, unknown][] = [];
    const look = async () => {
      const [alive, ready] = [await fetchFrom(app, "/livez"), await fetchFrom(app, "/readyz")];
      seen.push([drain.state, alive.status, ready.status, await ready.json()]);
    };
    await look();
    drain.markReady();
    await look();
    const end = drain.tryBegin("new");
    drain.begin(0);
    await look();
    end?.();
    await look();
    expect(seen).toEqual([
      ["starting", 200, 503, { state: "starting" }],
      ["ready", 200, 200, { state: "ready" }],
      ["draining", 200, 503, { state: "draining" }],
      ["closed", 200, 503, { state: "closed" }],
    ]);
  });

  it("has nothing else, and says so as JSON", async () => {
    const app = createAdminApp(() => "ready", createRecordedLog());
    const response = await fetchFrom(app, "/metrics");
    expect(response.status).toBe(404);
    expect(response.headers.get("Content-Type")).toBe("application/json");
  });
});

describe("the metrics port", () => {
  it("tells what Prometheus reads", async () => {
    const { metrics } = createAgentUnderTest(() => undefined);
    const response = await fetchFrom(createMetricsApp(metrics, createRecordedLog()), "/metrics");
    expect(response.headers.get("Content-Type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await response.text()).toContain("\na2a_active_tasks 0\n");
  });

  it("answers as JSON when a metric cannot be read, and logs why", async () => {
    const { metrics } = createAgentUnderTest(() => undefined);
    const log = createRecordedLog();
    const app = createMetricsApp(
      { ...metrics, render: () => Promise.reject(new Error("secret")) },
      log,
    );
    const response = await fetchFrom(app, "/metrics");
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      error: { code: 500, status: "INTERNAL", message: "The request could not be answered." },
    });
    expect(log.messages("error")).toEqual(["A request could not be answered"]);
  });
});
