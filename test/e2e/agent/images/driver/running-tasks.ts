// Starts blocking, streaming and detached tasks at once and tells the fate of each.
// Arguments: URL, how many of each kind, milliseconds that each works.
import { setTimeout as delay } from "node:timers/promises";
import { connectToPod, print, toReason, toRequest, toState } from "./calls.ts";

const POLL_MS = 200;
/** A detached task whose agent answers no more for so long is lost. */
const LOST_AFTER_MS = 10_000;
/** How long a poll waits: a pod that is gone refuses nothing. */
const POLL_TIMEOUT_MS = 2000;

const [url = "", count = "3", workMs = "12000"] = process.argv.slice(2);
const client = await connectToPod(url);

/** What has no answer long after its work should be done has none any more. */
const inTime = (): { signal: AbortSignal } => ({
  signal: AbortSignal.timeout(Number(workMs) + LOST_AFTER_MS),
});

async function runBlocking(): Promise<string> {
  const answer = await client.sendMessage(toRequest(Number(workMs)), inTime());
  return "status" in answer ? toState(answer) : "MESSAGE";
}

async function runStreaming(): Promise<string> {
  let state = "NONE";
  for await (const { payload } of client.sendMessageStream(toRequest(Number(workMs)), inTime())) {
    if (payload?.$case === "task" || payload?.$case === "statusUpdate") {
      state = toState({ ...payload.value } as Parameters<typeof toState>[0]);
    }
  }
  return state;
}

/** Works a little less, since a process that has nothing to do any more answers no polls. */
async function runDetached(): Promise<string> {
  const started = await client.sendMessage(toRequest(Number(workMs) - 3000, true));
  if (!("status" in started)) {
    return "MESSAGE";
  }
  let answeredMs = Date.now();
  while (Date.now() - answeredMs < LOST_AFTER_MS) {
    await delay(POLL_MS);
    try {
      const task = await client.getTask(
        { id: started.id, tenant: "", historyLength: 0 },
        { signal: AbortSignal.timeout(POLL_TIMEOUT_MS) },
      );
      const state = toState(task);
      if (state !== "WORKING" && state !== "SUBMITTED") {
        return state;
      }
      answeredMs = Date.now();
    } catch {
      // Asked again until it is clear that nobody answers any more.
    }
  }
  return "LOST";
}

const kinds = { blocking: runBlocking, streaming: runStreaming, detached: runDetached };
await Promise.all(
  Object.entries(kinds).flatMap(([kind, run]) =>
    Array.from({ length: Number(count) }, async () => {
      const fate = await run().catch((error: unknown) => `LOST (${toReason(error)})`);
      print({ kind, fate });
    }),
  ),
);
print({ done: true });
