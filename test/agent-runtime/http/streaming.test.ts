import { describe, expect, it } from "vitest";
import { createAgentUnderTest, readAll, readEvents, toParams } from "../agent-under-test.ts";
import { createHeldExecutor } from "../held-executor.ts";
import type { WireEvent } from "../wire-types.ts";
import { toBody } from "./wire.ts";

/** Where an event should be and is not. */
const missing = {} as WireEvent;

const streamBody = toBody({ method: "SendStreamingMessage", params: toParams("go") });

describe("SendStreamingMessage (A2A 1.0, section 3.1.2)", () => {
  it("streams the task first and then what changes, up to its end", async () => {
    const agent = createAgentUnderTest((task) => {
      task.report("on it");
      const id = task.addArtifact({ parts: [{ text: "a" }] });
      task.appendToArtifact(id, [{ text: "b" }], { last: true });
      task.complete("done");
    });
    const events = await readAll(await agent.stream("SendStreamingMessage", toParams("go")));
    expect(events.map((event) => Object.keys(event)[0])).toEqual([
      "task",
      "statusUpdate",
      "artifactUpdate",
      "artifactUpdate",
      "statusUpdate",
    ]);
    const [{ task } = missing, ...updates] = events;
    expect(task).toMatchObject({ history: [{ parts: [{ text: "go" }], taskId: task.id }] });
    for (const event of updates) {
      const [update] = Object.values(event) as { taskId: string; contextId: string }[];
      expect(update).toMatchObject({ taskId: task.id, contextId: task.contextId });
    }
    expect(updates.at(-1)?.statusUpdate.status.state).toBe("TASK_STATE_COMPLETED");
  });

  it("is an event stream that nobody on the way may buffer, under the id of the request", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.post(streamBody);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "no-cache, no-transform",
      "content-type": "text/event-stream",
      "x-accel-buffering": "no",
    });
    const text = await response.text();
    expect(
      text.split("\n\n").filter((event) => !event.startsWith('data: {"jsonrpc":"2.0","id":7,')),
    ).toEqual([""]);
  });

  it("leaves the conversation out when no history is wanted", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const params = toParams("go", {}, { historyLength: 0 });
    const [first] = await readAll(await agent.stream("SendStreamingMessage", params));
    expect(first?.task).not.toHaveProperty("history");
  });

  it("answers what goes wrong before the first event as JSON, not as a stream", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.post(toBody({ method: "SubscribeToTask", params: { id: "t1" } }));
    expect(response.headers.get("Content-Type")).toBe("application/json");
    expect(await response.json()).toMatchObject({ id: 7, error: { code: -32001 } });
  });

  it("goes on with the task when its caller goes away", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const events = readEvents(await agent.post(streamBody));
    const { id } = ((await events.next()).value ?? missing).task;
    await events.return();
    const { release, task } = await held.next();
    expect(task.signal.aborted).toBe(false);
    const artifactId = task.addArtifact({ parts: [{ text: "nobody reads this yet" }] });
    release();
    await expect
      .poll(async () => (await agent.call("GetTask", { id })).result)
      .toMatchObject({
        status: { state: "TASK_STATE_COMPLETED" },
        artifacts: [{ artifactId }],
      });
  });
});
