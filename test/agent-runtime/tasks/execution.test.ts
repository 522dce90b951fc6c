import { type AgentTask, TaskEndedError } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { createAgentUnderTest, toParams } from "../agent-under-test.ts";
import { beginHeld, run } from "./runs.ts";

describe("what an executor is given", () => {
  it("is the message with its parts, their texts joined, and ids that the caller sees", async () => {
    let given: AgentTask | undefined;
    const agent = createAgentUnderTest(
      (task) => {
        given = task;
      },
      { card: { defaultInputModes: ["text/*", "application/json"] } },
    );
    const parts = [
      { text: "What is usual?" },
      { raw: Buffer.from("a,b").toString("base64"), mediaType: "text/csv", filename: "t.csv" },
      { data: { limit: 3 } },
      { url: "https://example.com/t.csv", mediaType: "text/csv" },
      { text: "And why?" },
    ];
    const { result } = await agent.call(
      "SendMessage",
      toParams("", { messageId: "m1", parts, contextId: "the-context" }),
    );
    expect(given).toMatchObject({ id: result.task.id, contextId: "the-context", history: [] });
    expect(given?.message).toEqual({
      messageId: "m1",
      role: "user",
      parts: [
        { text: "What is usual?" },
        { raw: Buffer.from("a,b"), mediaType: "text/csv", filename: "t.csv" },
        { data: { limit: 3 } },
        { url: "https://example.com/t.csv", mediaType: "text/csv" },
        { text: "And why?" },
      ],
      text: "What is usual?\nAnd why?",
    });
  });

  it("has a context of its own when the caller names none", async () => {
    const first = await run(() => undefined);
    const second = await run(() => undefined);
    expect(first.task.contextId).not.toBe(second.task.contextId);
  });

  it("tells the peers there are, and which there are when one is not", async () => {
    const { agent, task } = await run((given) => {
      given.peers.get("research");
    });
    expect(task.status.state).toBe("TASK_STATE_FAILED");
    expect(agent.log.lines.at(-1)?.facts).toMatchObject({
      err: { message: expect.stringContaining("'research' must be a peer") as string },
    });
  });
});

describe("how a task ends", () => {
  it("is COMPLETED when the executor returns without a word", async () => {
    const { task } = await run(() => undefined);
    expect(task).toEqual({
      id: task.id,
      contextId: task.contextId,
      status: { state: "TASK_STATE_COMPLETED", timestamp: "2026-01-01T00:00:00.000Z" },
      history: [
        {
          messageId: expect.any(String) as string,
          taskId: task.id,
          contextId: task.contextId,
          role: "ROLE_USER",
          parts: [{ text: "go" }],
        },
      ],
    });
  });

  it.each([
    ["complete", "TASK_STATE_COMPLETED"],
    ["fail", "TASK_STATE_FAILED"],
    ["reject", "TASK_STATE_REJECTED"],
    ["askForInput", "TASK_STATE_INPUT_REQUIRED"],
    ["askForAuthorization", "TASK_STATE_AUTH_REQUIRED"],
  ] as const)("is told by %s(), with a text that joins the conversation", async (end, state) => {
    const { task } = await run((given) => {
      given[end]("that is it");
    });
    expect(task.status).toMatchObject({ state, message: { parts: [{ text: "that is it" }] } });
    expect(task.history.map(({ role }: { role: string }) => role)).toEqual([
      "ROLE_USER",
      "ROLE_AGENT",
    ]);
  });

  it.each([
    ["rejects", () => Promise.reject(new Error("secret"))],
    [
      "throws",
      () => {
        throw new Error("secret");
      },
    ],
  ])("is FAILED when the executor %s, and only the log learns why", async (_, execute) => {
    const { agent, task } = await run(execute);
    expect(task.status).toMatchObject({
      state: "TASK_STATE_FAILED",
      message: { parts: [{ text: "The agent failed. Its log says why." }] },
    });
    expect(JSON.stringify(task)).not.toContain("secret");
    expect(agent.log.lines.filter(({ level }) => level === "error")).toMatchObject([
      { facts: { err: { message: "secret" } }, message: "The executor failed" },
    ]);
  });

  it("stays what it was when the executor throws after it", async () => {
    const { agent, task } = await run((given) => {
      given.complete("done");
      throw new Error("too late");
    });
    expect(task.status.state).toBe("TASK_STATE_COMPLETED");
    expect(agent.log.messages("warn")).toEqual(["The executor failed after the task had ended"]);
  });

  it("is FAILED when the executor throws after it has asked", async () => {
    const { getTask, release, task } = await beginHeld();
    task.askForInput("which one?");
    release(new Error("lost"));
    await expect.poll(getTask).toMatchObject({ status: { state: "TASK_STATE_FAILED" } });
  });

  it.each([
    [
      "report",
      (task: AgentTask) => {
        task.report("more");
      },
    ],
    [
      "addArtifact",
      (task: AgentTask) => {
        task.addArtifact({ parts: [{ text: "x" }] });
      },
    ],
    [
      "appendToArtifact",
      (task: AgentTask) => {
        task.appendToArtifact("a", [{ text: "x" }]);
      },
    ],
    [
      "complete",
      (task: AgentTask) => {
        task.complete();
      },
    ],
    [
      "fail",
      (task: AgentTask) => {
        task.fail("no");
      },
    ],
    [
      "reject",
      (task: AgentTask) => {
        task.reject("no");
      },
    ],
    [
      "askForInput",
      (task: AgentTask) => {
        task.askForInput("what?");
      },
    ],
  ])("makes %s() throw from then on, with the reason", async (_, act) => {
    const { getTask, id, task } = await beginHeld();
    task.addArtifact({ id: "a", parts: [{ text: "result" }] });
    task.complete("done");
    const ended = await getTask();
    expect(() => {
      act(task);
    }).toThrow(TaskEndedError);
    expect(() => {
      act(task);
    }).toThrow(
      `Task ${id} has ended (COMPLETED). Return from the executor: nothing more reaches the caller.`,
    );
    expect(await getTask()).toEqual(ended);
  });

  it("makes an executor that has asked return, or say nothing", async () => {
    const { id, task } = await beginHeld();
    task.askForInput("which one?");
    expect(() => {
      task.report("hm");
    }).toThrow(
      `Task ${id} waits for its caller. Return from the executor: it is called with the answer.`,
    );
  });
});
