// Begins streaming and detached tasks of 5 to 60 s at the pace of its phases, whatever becomes of the ones
// before, and tells the beginning and the fate of each. After the last phase, or SIGUSR2, it begins none.
// Arguments: URL, then phases such as 120@0.8: seconds, and tasks a second.
import { setTimeout as delay } from "node:timers/promises";
import { connect, print, toReason } from "./calls.ts";
import { toWorkMs } from "./task-lengths.ts";
import { runDetached, runStreaming } from "./task-runs.ts";

const KINDS = [
  { kind: "streaming", run: runStreaming },
  { kind: "detached", run: runDetached },
] as const;

/** Long: a pod that gets no processor time for a while is slow, and has lost nothing. */
const PATIENCE_MS = 60_000;

const [url = "", ...phases] = process.argv.slice(2);
const client = await connect(url);
const running: Promise<void>[] = [];

async function runTask(task: number): Promise<void> {
  const { kind, run } = KINDS[task % 2 === 0 ? 0 : 1];
  const workMs = toWorkMs(task);
  const begun = new Date();
  print({ task, begun });
  const fate = await run(client, workMs, PATIENCE_MS).catch(
    (error: unknown) => `LOST (${toReason(error)})`,
  );
  print({ task, kind, workMs, begun, ended: new Date(), fate });
}

const stop = new AbortController();
process.once("SIGUSR2", () => {
  stop.abort();
});

/** Waits for a moment, or for the signal to stop. */
async function waitUntil(ms: number): Promise<void> {
  await delay(Math.max(0, ms - Date.now()), undefined, { signal: stop.signal }).catch(
    () => undefined,
  );
}

async function runPhase(seconds: number, perSecond: number): Promise<void> {
  // From moments, not from pauses: what is late is made up for, so that the pace is what it is said to be.
  const startMs = Date.now();
  for (let index = 0; index < seconds * perSecond && !stop.signal.aborted; index += 1) {
    running.push(runTask(running.length));
    await waitUntil(startMs + ((index + 1) / perSecond) * 1000);
  }
  await waitUntil(startMs + seconds * 1000);
}

for (const phase of phases) {
  const [seconds = NaN, perSecond = NaN] = phase.split("@").map(Number);
  print({ phase, begun: new Date() });
  await runPhase(seconds, perSecond);
}
print({ phase: "over", begun: new Date() });
await Promise.all(running);
print({ done: true });
