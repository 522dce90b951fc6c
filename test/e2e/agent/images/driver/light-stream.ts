// Sends a message every tenth of a second, each over whatever connection is at hand, and tells every
// second how all of them went. Arguments: URL, seconds at most.
import { setTimeout as delay } from "node:timers/promises";
import { connect, print, toReason, toRequest, toState, toText } from "./calls.ts";

const PAUSE_MS = 100;
const WORK_MS = 50;

const [url = "", seconds = "600"] = process.argv.slice(2);
const endMs = Date.now() + Number(seconds) * 1000;
const tally = {
  sent: 0,
  answered: 0,
  texts: {} as Record<string, number>,
  failures: [] as string[],
};

const client = await connect(url);

async function send(): Promise<void> {
  tally.sent += 1;
  try {
    const answer = await client.sendMessage(toRequest(WORK_MS));
    if (!("status" in answer) || toState(answer) !== "COMPLETED") {
      throw new Error(`The answer is not a completed task: ${JSON.stringify(answer)}`);
    }
    const text = toText(answer);
    tally.texts[text] = (tally.texts[text] ?? 0) + 1;
    tally.answered += 1;
  } catch (error) {
    tally.failures.push(`${new Date().toISOString()} ${toReason(error)}`);
  }
}

setInterval(() => {
  print(tally);
}, 1000).unref();
process.on("SIGTERM", () => {
  process.exit(0);
});
while (Date.now() < endMs) {
  void send();
  await delay(PAUSE_MS);
}
