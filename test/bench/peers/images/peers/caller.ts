// An agent that calls its peer by each way in turn, at a fixed pace whatever becomes of the calls before, and
// prints each call. It begins by a message such as `1`, the number of the round, and ends by `end`.
import { setTimeout as delay } from "node:timers/promises";
import type { AgentTask } from "@berth/agent-runtime";
import { createWays } from "./ways.ts";

/** For each way. */
const CALLS_PER_SECOND = 40;

let end = new AbortController();

export async function execute(task: AgentTask): Promise<void> {
  if (task.message.text === "end") {
    end.abort();
    return;
  }
  end = new AbortController();
  const round = Number(task.message.text);
  const ways = await createWays(task.peers.get("callee"));
  const running: Promise<void>[] = [];
  const startMs = Date.now();
  while (!end.signal.aborted) {
    const way = ways[running.length % ways.length];
    if (way === undefined) {
      throw new Error("There is no way to call the peer.");
    }
    running.push(call(round, way.name, way.ask));
    // From moments, not from pauses: what is late is made up for, so that the pace is what it is said to be.
    const nextMs = startMs + (running.length * 1000) / (CALLS_PER_SECOND * ways.length);
    await delay(Math.max(0, nextMs - Date.now()));
  }
  await Promise.all(running);
  print({ round, begunCalls: running.length });
}

async function call(round: number, way: string, ask: () => Promise<string>): Promise<void> {
  const begunMs = Date.now();
  const told = await ask().then(
    (pod) => ({ pod }),
    (error: unknown) => ({ failure: toReason(error) }),
  );
  print({ round, way, begunMs, tookMs: Date.now() - begunMs, ...told });
}

function print(facts: object): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`);
}

function toReason(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause === undefined ? message : `${message}: ${toReason(cause)}`;
}
