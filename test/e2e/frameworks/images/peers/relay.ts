// An agent of the runtime that asks its peer, as often as its message says, and tells each answer.
import { setTimeout as delay } from "node:timers/promises";
import { type AgentTask, PeerError } from "@berth/agent-runtime";

/** What it is asked for. */
interface Wish {
  /** What is said to the peer. */
  text: string;
  /** Defaults to 1, one after the other. */
  calls?: number;
}

/** Between two calls. */
const PAUSE_MS = 50;

export async function execute(task: AgentTask): Promise<void> {
  const { calls = 1, text } = JSON.parse(task.message.text) as Wish;
  const peer = task.peers.get("echo");
  const told: object[] = [];
  for (let index = 0; index < calls; index += 1) {
    told.push(
      await peer.ask({ parts: [{ text }] }).then(
        (answer) => ({ state: answer.state, ...(JSON.parse(answer.text) as object) }),
        (error: unknown) => ({
          failure: error instanceof PeerError ? error.failure : "other",
          message: error instanceof Error ? error.message : String(error),
        }),
      ),
    );
    await delay(PAUSE_MS);
  }
  task.complete(JSON.stringify(told));
}
