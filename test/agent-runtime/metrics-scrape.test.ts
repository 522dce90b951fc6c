import { expect, it } from "vitest";
import { toParams } from "./agent-under-test.ts";
import { serveAgent } from "./doctor/examined.ts";
import { createHeldExecutor } from "./held-executor.ts";

it("tells Prometheus of tasks that are worked on, wait, and have ended", async () => {
  const held = createHeldExecutor();
  const { metricsPort, port } = await serveAgent(held.execute, { maxConcurrentTasks: 1 });
  const scrape = async (...names: string[]): Promise<string[]> => {
    const response = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
    const lines = (await response.text()).split("\n");
    return lines.filter((line) => names.some((name) => line.startsWith(`${name} `)));
  };
  const gauges = [
    "a2a_active_tasks",
    "a2a_queued_tasks",
    "a2a_task_capacity",
    "a2a_saturation_ratio",
  ];
  const calls = [1, 2].map((number) =>
    fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "SendMessage",
        params: toParams("go", { messageId: `m${number}` }),
      }),
    }),
  );
  const first = await held.next();
  await expect
    .poll(() => scrape(...gauges))
    .toEqual([
      "a2a_active_tasks 1",
      "a2a_queued_tasks 1",
      "a2a_task_capacity 1",
      "a2a_saturation_ratio 2",
    ]);
  first.release();
  (await held.next()).release();
  await Promise.all(calls);
  await expect.poll(() => scrape(...gauges)).toContain("a2a_saturation_ratio 0");
  expect(
    await scrape(
      'a2a_tasks_total{state="completed"}',
      'a2a_task_duration_seconds_count{state="completed"}',
      "a2a_task_queue_duration_seconds_count",
      "a2a_task_time_to_first_event_seconds_count",
      'a2a_requests_total{method="SendMessage",binding="JSONRPC",protocol_version="1.0",outcome="ok"}',
    ),
  ).toEqual([
    'a2a_tasks_total{state="completed"} 2',
    'a2a_task_duration_seconds_count{state="completed"} 2',
    "a2a_task_queue_duration_seconds_count 2",
    "a2a_task_time_to_first_event_seconds_count 2",
    'a2a_requests_total{method="SendMessage",binding="JSONRPC",protocol_version="1.0",outcome="ok"} 2',
  ]);
});
