// Reads the stream of one task to its end and tells its fate. Arguments: the URL of a pod, milliseconds that
// the task works.
import { connectToPod, print, toReason } from "./calls.ts";
import { runStreaming } from "./task-runs.ts";

const PATIENCE_MS = 15_000;

const [url = "", workMs = "1000"] = process.argv.slice(2);
const client = await connectToPod(url);
print({ begun: true });
const fate = await runStreaming(client, Number(workMs), PATIENCE_MS).catch(
  (error: unknown) => `LOST (${toReason(error)})`,
);
print({ fate });
