import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { readInput, tellBegin, tellResult } from "../runtime/client-process.ts";

export interface HeldStreamsInput {
  url: string;
  streams: number;
}

export interface HeldStreamsResult {
  /** Streams that told of a task that works, and that ended with it done. */
  completed: number;
}

/** A moment in which nothing happens but what the open streams are there for. */
const SETTLE_MS = 2_000;

/** Resolves when the first event of a new stream is there: to what tells how the stream ended. */
async function openStream(url: string): Promise<{ isCompleted: Promise<boolean> }> {
  const outgoing = request(url, {
    agent: false,
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "A2A-Version": "1.0",
      Accept: "text/event-stream",
    },
  });
  outgoing.end(
    JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "SendStreamingMessage",
      params: {
        message: { messageId: randomUUID(), role: "ROLE_USER", parts: [{ text: "hold" }] },
      },
    }),
  );
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  let text = "";
  const first = Promise.withResolvers<undefined>();
  response.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    if (text.includes("\n\n")) {
      first.resolve(undefined);
    }
  });
  const ended = once(response, "end");
  await Promise.race([first.promise, ended]);
  if (!text.includes('"TASK_STATE_WORKING"')) {
    throw new Error(`A stream began with ${response.statusCode ?? 0}: ${text}`);
  }
  return { isCompleted: ended.then(() => text.includes('"TASK_STATE_COMPLETED"')) };
}

const { streams, url } = readInput() as HeldStreamsInput;
const open: { isCompleted: Promise<boolean> }[] = [];
while (open.length < streams) {
  open.push(await openStream(url));
}
await pause(SETTLE_MS);
tellBegin();
const ends = await Promise.all(open.map(({ isCompleted }) => isCompleted));
const result: HeldStreamsResult = { completed: ends.filter((isCompleted) => isCompleted).length };
tellResult(result);
