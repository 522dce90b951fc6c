// An agent that works for as long as its caller wishes and then says what its environment tells it.
// Where the caller says `ask`, it asks first.
import { setTimeout as delay } from "node:timers/promises";
import type { AgentTask } from "@berth/agent-runtime";
import { version } from "./version.ts";

export async function execute(task: AgentTask): Promise<void> {
  if (task.message.text === "ask") {
    task.askForInput("How long?");
    return;
  }
  await delay(Number(task.message.text), undefined, { signal: task.signal });
  task.complete(`${version} ${process.env["GREETING"] ?? ""}`);
  task.log.info("the work is done");
}
