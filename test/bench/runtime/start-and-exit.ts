import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { type ServerName, startServer } from "./server-process.ts";
import type { ServerProcess } from "./start-process.ts";

/** What a server takes before it has work. */
export interface Start {
  readyMs: number;
  /** The memory a moment after it got ready, in MiB. */
  idleMib: number;
}

const SETTLE_MS = 1_000;
const WORK_MS = 1_000;
/** The signal comes while the executor works. */
const SIGNAL_AFTER_MS = 300;

/** Starts a server. */
export async function measureStart(name: ServerName): Promise<Start> {
  const server = await startServer(name);
  try {
    await pause(SETTLE_MS);
    return { readyMs: server.readyMs, idleMib: server.readResidentMib() };
  } finally {
    await server.stop();
  }
}

/**
 * Tells a server with one task to go, and returns the milliseconds from the end of the task's
 * executor to the end of the process. The caller keeps its connection alive.
 *
 * @throws Error when the caller has no answer, or the process fails.
 */
export async function measureExit(name: ServerName): Promise<number> {
  const server = await startServer(name);
  const exited = once(server.child, "exit").then(([code]) => ({
    code: code as number | null,
    atMs: performance.timeOrigin + performance.now(),
  }));
  const agent = new Agent({ keepAlive: true });
  try {
    const answering = sendMessage(server, agent, `wait ${WORK_MS}`);
    await pause(SIGNAL_AFTER_MS);
    server.child.kill("SIGTERM");
    const state = await answering;
    const { atMs, code } = await exited;
    if (state !== "TASK_STATE_COMPLETED" || code !== 0) {
      throw new Error(`'${name}' left a task as ${state} and ended with ${String(code)}.`);
    }
    return atMs - workEnd.parse(JSON.parse(server.readOutput())).workEndMs;
  } finally {
    agent.destroy();
    await server.stop();
  }
}

const workEnd = z.object({ workEndMs: z.number() });

const answer = z.object({
  result: z.object({ task: z.object({ status: z.object({ state: z.string() }) }) }),
});

async function sendMessage({ url }: ServerProcess, agent: Agent, text: string): Promise<string> {
  const outgoing = request(url, {
    agent,
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
  });
  outgoing.end(
    JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "SendMessage",
      params: { message: { messageId: randomUUID(), role: "ROLE_USER", parts: [{ text }] } },
    }),
  );
  const [response] = (await once(outgoing, "response")) as [NodeJS.ReadableStream];
  return answer.parse(await json(response)).result.task.status.state;
}
