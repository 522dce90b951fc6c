// Begins blocking, streaming and detached tasks at a fixed pace, whatever becomes of the ones before,
// and tells the fate of each. Arguments: URL, seconds, tasks of each kind a second, milliseconds each.
import { setTimeout as delay } from "node:timers/promises";
import { connect, print, toReason } from "./calls.ts";
import { runBlocking, runDetached, runStreaming } from "./task-runs.ts";

const PATIENCE_MS = 15_000;

const [url = "", seconds = "60", perSecond = "2", workMs = "5000"] = process.argv.slice(2);

const kinds = { blocking: runBlocking, streaming: runStreaming, detached: runDetached };
const client = await connect(url);
const running: Promise<void>[] = [];
print({ begun: true });
for (let second = 0; second < Number(seconds); second += 1) {
  for (const [kind, run] of Object.entries(kinds)) {
    for (let index = 0; index < Number(perSecond); index += 1) {
      const work = async (): Promise<void> => {
        const fate = await run(client, Number(workMs), PATIENCE_MS).catch(
          (error: unknown) => `LOST (${toReason(error)})`,
        );
        print({ kind, fate });
      };
      running.push(work());
    }
  }
  await delay(1000);
}
await Promise.all(running);
print({ done: true });
