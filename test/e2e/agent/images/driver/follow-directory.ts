// Asks an agent directory for all that it knows, over and over, and tells each answer that is another one.
// Every second it tells how many questions had an answer, and how many had none. Arguments: URL, and the
// milliseconds between an answer and the next question.
import { setTimeout as delay } from "node:timers/promises";
import { connect, print, toReason } from "./calls.ts";
import { askDirectory } from "./directory.ts";

const REPORT_MS = 1000;

const [url = "", pauseMs = "50"] = process.argv.slice(2);
const client = await connect(url);
let known = "";
let report = { answered: 0, failed: 0, slowestMs: 0 };
let reportMs = Date.now();
for (;;) {
  const beginMs = Date.now();
  try {
    const { agents, isCurrent } = await askDirectory(client, "Which agents are there?");
    const names = agents.map(({ name, isReady }) => `${name}${isReady ? "" : " (not ready)"}`);
    const versions = Object.fromEntries(agents.map(({ name, version }) => [name, version]));
    const answer = JSON.stringify({ names: names.sort(), versions, isCurrent });
    if (answer !== known) {
      known = answer;
      print({ atMs: Date.now(), ...(JSON.parse(answer) as object) });
    }
    report.answered += 1;
  } catch (error) {
    report.failed += 1;
    print({ atMs: Date.now(), reason: toReason(error) });
  }
  const nowMs = Date.now();
  report.slowestMs = Math.max(report.slowestMs, nowMs - beginMs);
  if (nowMs - reportMs >= REPORT_MS) {
    print({ atMs: nowMs, ...report });
    report = { answered: 0, failed: 0, slowestMs: 0 };
    reportMs = nowMs;
  }
  await delay(Number(pauseMs));
}
