import { describe, expect, it } from "vitest";
import { createAgentUnderTest, readAll, toParams } from "../agent-under-test.ts";
import { createHeldExecutor } from "../held-executor.ts";
import { toBody } from "./wire.ts";

describe("a process that goes away", () => {
  it("refuses new tasks and says when and where to try again", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const running = agent.call("SendMessage", toParams("go"));
    const { release } = await held.next();
    agent.drain.begin(0);
    for (const method of ["SendMessage", "SendStreamingMessage"]) {
      const response = await agent.post(toBody({ method, params: toParams("go") }));
      expect(response.status).toBe(503);
      expect(Object.fromEntries(response.headers)).toEqual({
        "content-type": "application/json",
        "retry-after": "1",
      });
      expect(await response.json()).toEqual({
        jsonrpc: "2.0",
        id: 7,
        error: {
          code: -32603,
          message:
            "The agent is going away and takes no new tasks. Send the message again: another replica takes it.",
          data: [
            {
              "@type": "type.googleapis.com/google.rpc.ErrorInfo",
              reason: "AGENT_DRAINING",
              domain: "berth.dev",
            },
            { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1s" },
          ],
        },
      });
    }
    release();
    expect((await running).result.task.status.state).toBe("TASK_STATE_COMPLETED");
  });

  it("goes on with what concerns the tasks that live here", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const asking = agent.call("SendMessage", toParams("go"));
    const asked = await held.next();
    asked.task.askForInput("which?");
    asked.release();
    const { id } = (await asking).result.task;
    const running = agent.call("SendMessage", toParams("other"));
    const other = await held.next();
    agent.drain.begin(0);
    expect((await agent.call("GetTask", { id })).result.id).toBe(id);
    expect((await agent.call("ListTasks", {})).result.totalSize).toBe(2);
    const answering = agent.call("SendMessage", toParams("this", { taskId: id }));
    const followUp = await held.next();
    const stream = readAll(await agent.stream("SubscribeToTask", { id }));
    other.release();
    expect((await running).result.task.status.state).toBe("TASK_STATE_COMPLETED");
    expect(agent.drain.state).toBe("draining");
    expect((await agent.call("CancelTask", { id })).result.status.state).toBe(
      "TASK_STATE_CANCELED",
    );
    followUp.release();
    expect((await answering).result.task.status.state).toBe("TASK_STATE_CANCELED");
    expect(await stream).toHaveLength(2);
    await expect.poll(() => agent.drain.state).toBe("closed");
  });

  it("says FAILED of the tasks that it cannot wait for, that programs can send them again, and tells their executors", async () => {
    const held = createHeldExecutor();
    const agent = createAgentUnderTest(held.execute);
    const running = agent.call("SendMessage", toParams("go"));
    const { release, task } = await held.next();
    agent.drain.begin(0);
    agent.clock.advance(100_000);
    expect((await running).result.task.status).toMatchObject({
      state: "TASK_STATE_FAILED",
      message: {
        parts: [{ text: "aborted" }],
        metadata: { reason: "POD_TERMINATED", retryable: true },
      },
    });
    expect(task.signal.aborted).toBe(true);
    expect(agent.drain.state).toBe("aborting");
    release();
    await expect.poll(() => agent.drain.state).toBe("closed");
  });
});
