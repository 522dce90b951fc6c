// Begins blocking, streaming and detached tasks at a fixed pace, whatever becomes of the ones before,
// and tells the fate of each. Arguments: URL, seconds, tasks of each kind a second, milliseconds each.
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@a2a-js/sdk/client";
import { connect, print, toReason, toRequest, toState } from "./calls.ts";

const POLL_MS = 1000;
/** A task that nobody knows for so long is lost. */
const LOST_AFTER_MS = 15_000;

const [url = "", seconds = "60", perSecond = "2", workMs = "5000"] = process.argv.slice(2);

/** What has no answer long after its work should be done has none any more. */
const inTime = (): { signal: AbortSignal } => ({
  signal: AbortSignal.timeout(Number(workMs) + LOST_AFTER_MS),
});

async function runBlocking(client: Client): Promise<string> {
  const answer = await client.sendMessage(toRequest(Number(workMs)), inTime());
  return "status" in answer ? toState(answer) : "MESSAGE";
}

async function runStreaming(client: Client): Promise<string> {
  let state = "NONE";
  for await (const { payload } of client.sendMessageStream(toRequest(Number(workMs)), inTime())) {
    if (payload?.$case === "task" || payload?.$case === "statusUpdate") {
      state = toState({ ...payload.value } as Parameters<typeof toState>[0]);
    }
  }
  return state;
}

async function runDetached(client: Client): Promise<string> {
  const started = await client.sendMessage(toRequest(Number(workMs), true), inTime());
  if (!("status" in started)) {
    return "MESSAGE";
  }
  let answeredMs = Date.now();
  let reason = "";
  while (Date.now() - answeredMs < LOST_AFTER_MS) {
    await delay(POLL_MS);
    try {
      const task = await client.getTask(
        { id: started.id, tenant: "", historyLength: 0 },
        { signal: AbortSignal.timeout(LOST_AFTER_MS) },
      );
      const state = toState(task);
      if (state !== "WORKING" && state !== "SUBMITTED") {
        return state;
      }
      answeredMs = Date.now();
    } catch (error) {
      // Asked again until it is clear that nobody knows it any more.
      reason = toReason(error);
    }
  }
  throw new Error(`no replica knows ${started.id}: ${reason}`);
}

const kinds = { blocking: runBlocking, streaming: runStreaming, detached: runDetached };
const client = await connect(url);
const running: Promise<void>[] = [];
print({ begun: true });
for (let second = 0; second < Number(seconds); second += 1) {
  for (const [kind, run] of Object.entries(kinds)) {
    for (let index = 0; index < Number(perSecond); index += 1) {
      const work = async (): Promise<void> => {
        const fate = await run(client).catch((error: unknown) => `LOST (${toReason(error)})`);
        print({ kind, fate });
      };
      running.push(work());
    }
  }
  await delay(1000);
}
await Promise.all(running);
print({ done: true });
