// Works on a task until the file exists whose path the caller sends, and writes down that it did.
import { appendFileSync, existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { AgentTask } from "@berth/agent-runtime";

const POLL_MS = 20;

export async function execute(task: AgentTask): Promise<void> {
  const { forever, releaseFile, doneFile } = task.message.parts[0]?.data as Record<string, string>;
  if (forever === "deaf") {
    await new Promise(() => undefined);
  }
  task.report("on it");
  while (!existsSync(String(releaseFile))) {
    await delay(POLL_MS, undefined, { signal: task.signal });
  }
  task.addArtifact({ parts: [{ text: "done" }] });
  appendFileSync(String(doneFile), `${task.id}\n`);
}
