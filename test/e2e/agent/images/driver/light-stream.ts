// Sends a message every tenth of a second, each over whatever connection is at hand, and tells every
// second how all of them went. Arguments: URL, seconds at most.
import { setTimeout as delay } from "node:timers/promises";
import { connect, print, toReason, toRequest, toState, toText } from "./calls.ts";

const PAUSE_MS = 100;
const WORK_MS = 50;
/** A request that has no answer for so long is unanswered. */
const TIMEOUT_MS = 10_000;

const [url = "", seconds = "600"] = process.argv.slice(2);
const endMs = Date.now() + Number(seconds) * 1000;
const tally = {
  sent: 0,
  answered: 0,
  texts: {} as Record<string, number>,
  failures: [] as string[],
};

const client = await connect(url);

/** The numbers of the requests that wait for their answer. */
const pending = new Set<number>();

async function send(): Promise<void> {
  tally.sent += 1;
  const number = tally.sent;
  pending.add(number);
  try {
    const answer = await client.sendMessage(toRequest(WORK_MS), {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!("status" in answer) || toState(answer) !== "COMPLETED") {
      throw new Error(`The answer is not a completed task: ${JSON.stringify(answer)}`);
    }
    const text = toText(answer);
    tally.texts[text] = (tally.texts[text] ?? 0) + 1;
    tally.answered += 1;
  } catch (error) {
    tally.failures.push(`${new Date().toISOString()} ${toReason(error)}`);
  } finally {
    pending.delete(number);
  }
}

setInterval(() => {
  // A set tells its members in the order they came.
  const [oldestPending = tally.sent + 1] = pending;
  print({ ...tally, oldestPending });
}, 1000).unref();
process.on("SIGTERM", () => {
  process.exit(0);
});
while (Date.now() < endMs) {
  void send();
  await delay(PAUSE_MS);
}
