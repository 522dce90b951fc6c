// What the agent works on that the proxy has not sent.
import { expect, it, vi } from "vitest";
import {
  type AdoptOptions,
  adoptRunningTasks,
} from "../../../agent-runtime/src/proxy/adopt-running-tasks.ts";
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
  state = "COMPLETED";
});

it("asks an agent that names a next page each time no more than a hundred times", async () => {
  let asked = 0;
  const calls = {
    getTask: () => Promise.reject(new Error("nobody asks")),
    listTasks: () => {
      asked += 1;
      return Promise.resolve({ tasks: [], nextPageToken: "next", pageSize: 100, totalSize: 1 });
    },
  };
  const tracker = {
    begin: () => Promise.reject(new Error("nothing begins")),
    findScope: () => undefined,
  };
  await adoptRunningTasks({ calls, tracker } as unknown as AdoptOptions);
  expect(asked).toBe(200);
});
