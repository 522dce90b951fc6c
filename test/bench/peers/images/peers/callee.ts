// An agent that says at once which of its pods has answered.
import type { AgentTask } from "@berth/agent-runtime";

export function execute(task: AgentTask): void {
  task.complete(process.env["POD_NAME"] ?? "");
}
