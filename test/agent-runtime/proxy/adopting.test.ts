// What the agent works on that the proxy has not sent.
import { setImmediate } from "node:timers/promises";
import { TaskState } from "@a2a-js/sdk";
import { describe, expect, it, vi } from "vitest";
import {
  type AdoptOptions,
  adoptRunningTasks,
} from "../../../agent-runtime/src/proxy/adopt-running-tasks.ts";
import type { AgentCalls } from "../../../agent-runtime/src/proxy/agent-calls.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { playAgent, toTask } from "./played-agent.ts";
import { startProxy } from "./running-proxy.ts";

it("counts what the agent works on that began before the proxy, and waits for it in a drain", async () => {
  let state = "WORKING";
  const agent = await playAgent({
    running: [toTask("t1", "WORKING")],
    answer: (_, { result }) => {
      result(toTask("t1", state));
    },
  });
  const proxy = await startProxy(agent.url, { environment: { A2A_ACCEPT_WINDOW_SECONDS: "0" } });
  await vi.waitFor(async () => {
    expect(await proxy.readMetric("a2a_active_tasks")).toBe(1);
  });
  let isDrained = false;
  const drained = fetch(`${proxy.adminUrl}/drain`).then(() => (isDrained = true));
  await vi.waitFor(() => {
    expect(agent.callsOf("GetTask").length).toBeGreaterThan(1);
  });
  expect(isDrained).toBe(false);
  state = "COMPLETED";
  await drained;
  expect(await proxy.readMetric("a2a_tasks_total", 'state="completed"')).toBe(1);
  expect((await proxy.call("GetTask", { id: "t1" })).result.id).toBe("t1");
});

it("counts all that the agent works on that began before the proxy, though it lists a hundred at once", async () => {
  let state = "WORKING";
  const agent = await playAgent({
    running: [
      ...Array.from({ length: 120 }, (_, index) => toTask(`ended${index}`, "COMPLETED")),
      ...Array.from({ length: 120 }, (_, index) => toTask(`working${index}`, "WORKING")),
    ],
    answer: ({ params: { id } }, { result }) => {
      result(toTask(String(id), state));
    },
  });
  const proxy = await startProxy(agent.url);
  await vi.waitFor(async () => {
    expect(await proxy.readMetric("a2a_active_tasks")).toBe(120);
  });
  // The proxy does not close before.
  state = "COMPLETED";
});

describe("an agent", () => {
  /** Adopts what is listed so, and begins nothing. */
  const adopt = (listTasks: AgentCalls["listTasks"]) => {
    const clock = createManualClock();
    const log = createRecordedLog();
    const tracker = { begin: () => Promise.reject(new Error("It begins.")), findScope: () => "" };
    const calls = { listTasks };
    return {
      clock,
      log,
      adoption: adoptRunningTasks({ calls, clock, log, tracker } as unknown as AdoptOptions),
    };
  };
  it("that names a next page each time is asked for ten pages of each state", async () => {
    let asked = 0;
    const { adoption, log } = adopt(() => {
      asked += 1;
      return Promise.resolve({
        tasks: [],
        nextPageToken: "next",
        pageSize: 100,
        totalSize: 1,
      });
    });
    await adoption;
    expect(asked).toBe(20);
    const warning = "The agent does not list all that it works on";
    expect(log.messages("warn")).toEqual([warning, warning]);
  });

  it("that does not answer is not waited for, since a drain waits for the list", async () => {
    const { adoption, clock } = adopt(
      (_, __, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => {
            reject(new Error("It was not waited for any longer."));
          });
          if (signal?.aborted === true) {
            reject(new Error("It was not waited for any longer."));
          }
        }),
    );
    let isOver = false;
    void adoption.then(() => (isOver = true));
    clock.advance(4_999);
    await setImmediate();
    expect(isOver).toBe(false);
    clock.advance(1);
    await adoption;
  });

  it("that lists nothing of one state is asked for the other", async () => {
    const asked: number[] = [];
    const { adoption } = adopt(({ status }) => {
      asked.push(status);
      return Promise.reject(new Error("Who knows?"));
    });
    await adoption;
    expect(asked).toEqual([TaskState.TASK_STATE_SUBMITTED, TaskState.TASK_STATE_WORKING]);
  });
});
