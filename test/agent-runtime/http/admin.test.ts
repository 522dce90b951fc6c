import { createDrain, type DrainState } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import {
  type AdminAppOptions,
  createAdminApp,
  createMetricsApp,
} from "../../../agent-runtime/src/http/app.ts";
import type { HttpApp } from "../../../agent-runtime/src/http/router.ts";
import { createAgentUnderTest } from "../agent-under-test.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { createManualClock } from "../manual-clock.ts";
import { fetchFrom } from "./fetch-from.ts";

const createAdmin = (change: Partial<AdminAppOptions> = {}): HttpApp =>
  createAdminApp({
    getState: () => "ready",
    drain: () => Promise.resolve(),
    log: createRecordedLog(),
    ...change,
  });

describe("the admin port", () => {
  it.each(["GET", "POST"])(
    "answers %s /drain when the drain is over, not before",
    async (method) => {
      const over = Promise.withResolvers<undefined>();
      const calls: string[] = [];
      const app = createAdmin({
        getState: () => "closed",
        drain: async () => {
          calls.push("begun");
          await over.promise;
          calls.push("over");
        },
      });
      const asking = fetchFrom(app, "/drain", { method });
      await expect.poll(() => calls).toEqual(["begun"]);
      over.resolve(undefined);
      const response = await asking;
      expect([response.status, await response.json()]).toEqual([200, { state: "closed" }]);
      expect(calls).toEqual(["begun", "over"]);
    },
  );

  it("does not drain for who asks by HEAD what there is", async () => {
    const app = createAdmin({ drain: () => Promise.reject(new Error("drained")) });
    expect((await fetchFrom(app, "/drain", { method: "HEAD" })).status).toBe(405);
  });

  it("is ready only while new tasks are taken, and alive for as long as it answers", async () => {
    const drain = createDrain({
      maxTaskSeconds: 100,
      clock: createManualClock(),
      abortTasks: () => undefined,
      exit: () => undefined,
    });
    const app = createAdmin({ getState: () => drain.state });
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
    const app = createAdmin();
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
