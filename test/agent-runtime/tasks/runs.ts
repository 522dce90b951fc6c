import type { AgentExecutor } from "@berth/agent-runtime";
import { type AgentUnderTest, createAgentUnderTest, toParams } from "../agent-under-test.ts";
import { createHeldExecutor, type HeldExecutor, type HeldTask } from "../held-executor.ts";
import type { WireTask } from "../wire-types.ts";

/** A task that is being worked on until the test says so. */
export interface HeldRun extends HeldTask {
  agent: AgentUnderTest;
  held: HeldExecutor;
  id: string;
  getTask: () => Promise<WireTask>;
}

/** Begins a task whose executor the test holds. */
export async function beginHeld(): Promise<HeldRun> {
  const held = createHeldExecutor();
  const agent = createAgentUnderTest(held.execute);
  const params = toParams("go", {}, { returnImmediately: true });
  const { id } = (await agent.call("SendMessage", params)).result.task;
  return {
    agent,
    held,
    id,
    ...(await held.next()),
    getTask: async () => (await agent.call("GetTask", { id })).result,
  };
}

/** Runs an executor to its end, and returns the task. */
export async function run(
  execute: AgentExecutor,
): Promise<{ agent: AgentUnderTest; task: WireTask }> {
  const agent = createAgentUnderTest(execute);
  const { result } = await agent.call("SendMessage", toParams("go"));
  return { agent, task: result.task };
}
