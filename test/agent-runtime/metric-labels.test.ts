import { type MountedCard, toCardHash, toMountedCard } from "@berth/contract";
import { describe, expect, it } from "vitest";
import {
  type AnsweredRequest,
  createMetrics,
  type Metrics,
  type MetricsOptions,
} from "../../agent-runtime/src/metrics.ts";
import { smallestCard } from "../contract/card-fixtures.ts";
import { createCardDocument } from "./card-document.ts";

const idle: MetricsOptions = { getActiveTasks: () => 0, isDraining: () => false };

/** The samples of one metric, with its buckets only where asked for. */
async function read(metrics: Metrics, name: string, withBuckets = false): Promise<string[]> {
  const lines = (await metrics.render()).split("\n");
  return lines.filter(
    (line) => line.startsWith(name) && (withBuckets || !line.includes("_bucket{")),
  );
}

function answer(metrics: Metrics, change: Partial<AnsweredRequest> = {}): void {
  metrics.onRequest({
    method: "GetTask",
    binding: "JSONRPC",
    version: "1.0",
    outcome: "ok",
    durationMs: 20,
    ...change,
  });
}

describe("the gauges that a scaler reads", () => {
  it("tell capacity and saturation, queued tasks included", async () => {
    const metrics = createMetrics({
      ...idle,
      getActiveTasks: () => 4,
      getQueuedTasks: () => 2,
      getCapacity: () => 4,
    });
    expect([
      ...(await read(metrics, "a2a_task_capacity")),
      ...(await read(metrics, "a2a_saturation_ratio")),
      ...(await read(metrics, "a2a_queued_tasks")),
    ]).toEqual(["a2a_task_capacity 4", "a2a_saturation_ratio 1.5", "a2a_queued_tasks 2"]);
  });

  it("are absent without a limit: a scaler must not take a full pod for an idle one", async () => {
    const metrics = createMetrics(idle);
    expect(await read(metrics, "a2a_task_capacity")).toEqual([]);
    expect(await read(metrics, "a2a_saturation_ratio")).toEqual([]);
  });

  it("are read when Prometheus asks", async () => {
    let activeTasks = 1;
    const metrics = createMetrics({ ...idle, getActiveTasks: () => activeTasks });
    expect(await read(metrics, "a2a_active_tasks")).toEqual(["a2a_active_tasks 1"]);
    activeTasks = 0;
    expect(await read(metrics, "a2a_active_tasks")).toEqual(["a2a_active_tasks 0"]);
  });
});

describe("requests", () => {
  it("are told apart by operation, binding, version and outcome", async () => {
    const metrics = createMetrics(idle);
    answer(metrics);
    answer(metrics);
    answer(metrics, { binding: "HTTP+JSON" });
    answer(metrics, { version: "0.3", outcome: "TASK_NOT_FOUND" });
    expect(await read(metrics, "a2a_requests_total")).toEqual([
      'a2a_requests_total{method="GetTask",binding="JSONRPC",protocol_version="1.0",outcome="ok"} 2',
      'a2a_requests_total{method="GetTask",binding="HTTP+JSON",protocol_version="1.0",outcome="ok"} 1',
      'a2a_requests_total{method="GetTask",binding="JSONRPC",protocol_version="0.3",outcome="TASK_NOT_FOUND"} 1',
    ]);
  });

  it("make no time series of what callers make up", async () => {
    const metrics = createMetrics(idle);
    for (let n = 0; n < 100; n += 1) {
      answer(metrics, { method: `Method${n}`, version: `2.${n}`, outcome: "METHOD_NOT_FOUND" });
    }
    answer(metrics, { method: undefined, version: "1.0", outcome: "METHOD_NOT_FOUND" });
    expect(await read(metrics, "a2a_requests_total")).toEqual([
      'a2a_requests_total{method="other",binding="JSONRPC",protocol_version="other",outcome="METHOD_NOT_FOUND"} 100',
      'a2a_requests_total{method="other",binding="JSONRPC",protocol_version="1.0",outcome="METHOD_NOT_FOUND"} 1',
    ]);
  });

  it("fall into every bucket that is at least as large, and the last has them all", async () => {
    const metrics = createMetrics(idle);
    for (const durationMs of [20, 20.5, 1_000_000]) {
      answer(metrics, { durationMs });
    }
    const labels = 'method="GetTask",binding="JSONRPC"';
    const lines = await read(metrics, "a2a_request_duration_seconds", true);
    expect(lines).toEqual([
      ...[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, "+Inf"].map(
        (le) => `a2a_request_duration_seconds_bucket{le="${le}",${labels}} ${toCount(le)}`,
      ),
      `a2a_request_duration_seconds_sum{${labels}} 1000.0405`,
      `a2a_request_duration_seconds_count{${labels}} 3`,
    ]);
  });
});

/** How many of 20 ms, 20.5 ms and 1000 s are within a bucket. */
function toCount(le: number | string): number {
  if (le === "+Inf") {
    return 3;
  }
  return Number(le) >= 0.05 ? 2 : Number(le === 0.02);
}

describe("tasks", () => {
  it("tell how long they waited and when their first event came", async () => {
    const metrics = createMetrics(idle);
    metrics.taskObserver.onWorkBegin(1_500);
    metrics.taskObserver.onFirstEvent(2_500);
    expect(await read(metrics, "a2a_task_queue_duration_seconds")).toEqual([
      "a2a_task_queue_duration_seconds_sum 1.5",
      "a2a_task_queue_duration_seconds_count 1",
    ]);
    expect(await read(metrics, "a2a_task_time_to_first_event_seconds")).toEqual([
      "a2a_task_time_to_first_event_seconds_sum 2.5",
      "a2a_task_time_to_first_event_seconds_count 1",
    ]);
  });
});

describe("a drain", () => {
  it("counts the tasks that end in it, apart from those before, and those it cuts off", async () => {
    const metrics = createMetrics(idle);
    const { onWorkEnd } = metrics.taskObserver;
    metrics.onDrainState("ready", 0);
    onWorkEnd("COMPLETED", 10);
    metrics.onDrainState("draining", 1_000);
    onWorkEnd("COMPLETED", 10);
    onWorkEnd("FAILED", 10);
    metrics.onDrainState("aborting", 8_000);
    onWorkEnd("FAILED", 10);
    metrics.onDrainState("closed", 8_500);
    expect(await read(metrics, "a2a_drain")).toEqual(
      expect.arrayContaining([
        'a2a_drain_tasks_total{outcome="completed"} 1',
        'a2a_drain_tasks_total{outcome="failed"} 1',
        'a2a_drain_tasks_total{outcome="aborted"} 1',
        "a2a_drain_duration_seconds_sum 7.5",
        "a2a_drain_duration_seconds_count 1",
      ]),
    );
  });

  it("is none when the process had not begun to refuse", async () => {
    const metrics = createMetrics(idle);
    metrics.onDrainState("closed", 500);
    expect(await read(metrics, "a2a_drain_duration_seconds_count")).toEqual([
      "a2a_drain_duration_seconds_count 0",
    ]);
  });
});

describe("the agent", () => {
  it("is told once, also when its card changes", async () => {
    const metrics = createMetrics(idle);
    const [first, second] = ["1", "2"].map((version) =>
      toMountedCard({ ...smallestCard, version }),
    ) as [MountedCard, MountedCard];
    metrics.setAgent(createCardDocument(first), first);
    metrics.setAgent(createCardDocument(second, ["1.0", "0.3", "1.0"]), second);
    expect(await read(metrics, "a2a_agent_info")).toEqual([
      // The hash that is in the name of the card's ConfigMap.
      expect.stringContaining(
        `version="2",card_hash="${toCardHash(second)}",protocol_versions="0.3,1.0"} 1`,
      ),
    ]);
  });
});

describe("peers and pushes", () => {
  it("are counted by what came of them", async () => {
    const metrics = createMetrics(idle);
    metrics.onPeerCall("research", "ok");
    metrics.onPeerCall("research", "broken");
    metrics.onPushDelivery("delivered");
    metrics.onPushDelivery("delivered");
    expect([
      ...(await read(metrics, "a2a_peer_requests_total")),
      ...(await read(metrics, "a2a_push_deliveries_total")),
    ]).toEqual([
      'a2a_peer_requests_total{peer="research",outcome="ok"} 1',
      'a2a_peer_requests_total{peer="research",outcome="broken"} 1',
      'a2a_push_deliveries_total{outcome="delivered"} 2',
      'a2a_push_deliveries_total{outcome="failed"} 0',
      'a2a_push_deliveries_total{outcome="refused"} 0',
      'a2a_push_deliveries_total{outcome="dropped"} 0',
    ]);
  });
});
