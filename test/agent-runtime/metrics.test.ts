import { METRICS } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { createAgentUnderTest, readAll, toParams } from "./agent-under-test.ts";
import { createHeldExecutor } from "./held-executor.ts";

/** The samples of our own metrics that are not buckets. */
async function readSamples({ metrics }: ReturnType<typeof createAgentUnderTest>) {
  return (await metrics.render())
    .split("\n")
    .filter((line) => line.startsWith("a2a_") && !line.includes("_bucket"));
}

/** What may become of a task. */
const states = ["completed", "failed", "canceled", "rejected", "input_required", "auth_required"];

describe("metrics", () => {
  it("are there from the start: a scaler takes a missing one for a full pod, and a counter that begins with 1 has not increased for an alert", async () => {
    const agent = createAgentUnderTest(() => undefined);
    expect(await readSamples(agent)).toEqual([
      "a2a_active_tasks 0",
      "a2a_queued_tasks 0",
      "a2a_draining 0",
      "a2a_streams_active 0",
      ...states.map((state) => `a2a_tasks_total{state="${state}"} 0`),
      "a2a_task_queue_duration_seconds_sum 0",
      "a2a_task_queue_duration_seconds_count 0",
      "a2a_task_time_to_first_event_seconds_sum 0",
      "a2a_task_time_to_first_event_seconds_count 0",
      ...["delivered", "failed", "refused", "dropped"].map(
        (outcome) => `a2a_push_deliveries_total{outcome="${outcome}"} 0`,
      ),
      "a2a_drain_duration_seconds_sum 0",
      "a2a_drain_duration_seconds_count 0",
      ...[...states, "aborted"].map((outcome) => `a2a_drain_tasks_total{outcome="${outcome}"} 0`),
      expect.stringMatching(
        /^a2a_agent_info\{name="Data Analysis",version="1.4.0",card_hash="[0-9a-f]{8}",protocol_versions="0.3,1.0"\} 1$/,
      ),
    ]);
  });

  it("have the names, helps and types of the contract, and those of Node", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const text = await agent.metrics.render();
    for (const { name, help, type } of Object.values(METRICS)) {
      expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
    }
    expect(text).toContain("\nprocess_resident_memory_bytes ");
    expect(text).toContain("\nnodejs_eventloop_lag_seconds ");
  });

  it("count the tasks that are worked on, and how and when they ended", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const calls = [1, 2].map(() => agent.call("SendMessage", toParams("go")));
    const [first, second] = [await held.next(), await held.next()];
    expect(await readSamples(agent)).toContain("a2a_active_tasks 2");
    agent.clock.advance(4_000);
    first.task.askForInput("which?");
    first.release();
    agent.clock.advance(3_000);
    second.release(new Error("no"));
    await Promise.all(calls);
    await expect.poll(() => readSamples(agent)).toContain("a2a_active_tasks 0");
    expect(await readSamples(agent)).toEqual(
      expect.arrayContaining([
        'a2a_tasks_total{state="input_required"} 1',
        'a2a_tasks_total{state="failed"} 1',
        'a2a_task_duration_seconds_sum{state="input_required"} 4',
        'a2a_task_duration_seconds_sum{state="failed"} 7',
      ]),
    );
  });

  it("count a task that is cancelled while it waits, which is no work", async () => {
    const agent = createAgentUnderTest((task) => {
      task.askForInput("which?");
    });
    const { task } = (await agent.call("SendMessage", toParams("go"))).result;
    await agent.call("CancelTask", { id: task.id });
    const samples = await readSamples(agent);
    expect(samples).toContain('a2a_tasks_total{state="canceled"} 1');
    expect(samples.join()).not.toContain('a2a_task_duration_seconds_count{state="canceled"}');
  });

  it("count requests by what came of them, and what callers make up as other", async () => {
    const agent = createAgentUnderTest(() => undefined, { maxBodyBytes: 1000 });
    await agent.call("SendMessage", toParams("go"));
    await agent.call("GetTask", { id: "t1" });
    await agent.call("Bogus", {});
    await agent.post("{", { "A2A-Version": "9.9" });
    await agent.post("x".repeat(2000));
    const requests = (await readSamples(agent)).filter((line) => line.startsWith("a2a_requests"));
    const toSample = (method: string, version: string, outcome: string) =>
      `a2a_requests_total{method="${method}",binding="JSONRPC",protocol_version="${version}",outcome="${outcome}"} 1`;
    expect(requests.sort()).toEqual(
      [
        toSample("SendMessage", "1.0", "ok"),
        toSample("GetTask", "1.0", "TASK_NOT_FOUND"),
        toSample("other", "1.0", "METHOD_NOT_FOUND"),
        toSample("other", "other", "PARSE_ERROR"),
        toSample("other", "1.0", "PAYLOAD_TOO_LARGE"),
      ].sort(),
    );
  });

  it("count a stream while it is open, its events, and its request when it has ended", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const stream = await agent.stream("SendStreamingMessage", toParams("go"));
    await stream.next();
    expect(await readSamples(agent)).toContain("a2a_streams_active 1");
    const { release, task } = await held.next();
    task.addArtifact({ parts: [{ text: "x" }] });
    agent.clock.advance(2_000);
    release();
    await readAll(stream);
    expect(await readSamples(agent)).toEqual(
      expect.arrayContaining([
        "a2a_streams_active 0",
        'a2a_stream_events_total{type="task"} 1',
        'a2a_stream_events_total{type="artifactUpdate"} 1',
        'a2a_stream_events_total{type="statusUpdate"} 1',
        'a2a_request_duration_seconds_sum{method="SendStreamingMessage",binding="JSONRPC"} 2',
      ]),
    );
  });

  it("count no stream twice whose reader goes away", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const stream = await agent.stream("SendStreamingMessage", toParams("go"));
    await stream.next();
    await stream.return();
    expect(await readSamples(agent)).toContain("a2a_streams_active 0");
    (await held.next()).release();
    await expect.poll(() => readSamples(agent)).toContain("a2a_active_tasks 0");
    expect(await readSamples(agent)).toContain(
      'a2a_requests_total{method="SendStreamingMessage",binding="JSONRPC",protocol_version="1.0",outcome="ok"} 1',
    );
  });

  it("tell that the process goes away", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    void agent.call("SendMessage", toParams("go"));
    const { release } = await held.next();
    agent.drain.begin(0);
    expect(await readSamples(agent)).toContain("a2a_draining 1");
    release();
  });
});
