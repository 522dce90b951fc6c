import { randomBytes } from "node:crypto";
import { createHistogram } from "node:perf_hooks";
import autocannon from "autocannon";
import { readInput, tellBegin, tellResult } from "./client-process.ts";

export type LoadKind = "sendMessage" | "card";

export interface LoadInput {
  kind: LoadKind;
  url: string;
  connections: number;
  /** Load that does not count, before the load that does. Defaults to none. */
  warmupSeconds?: number;
  /** How long the load is, or how many requests it is. */
  extent: { duration: number } | { amount: number };
}

export interface LoadResult {
  answers: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers that are none, or are not what was asked for. */
  failures: number;
}

const COUNTER_DIGITS = 12;

/** No two processes send the same message. */
const MESSAGE_ID_PREFIX = randomBytes(12).toString("hex");

const MESSAGE_ID = `${MESSAGE_ID_PREFIX}${"0".repeat(COUNTER_DIGITS)}`;

const SEND_MESSAGE = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "SendMessage",
  params: {
    message: { messageId: MESSAGE_ID, role: "ROLE_USER", parts: [{ text: "instant" }] },
  },
});

let messages = 0;

/** The part of a client of autocannon that has no types. */
interface RequestOwner {
  on: (event: "request", listener: () => void) => void;
  getRequestBuffer: () => Buffer;
}

/**
 * Gives every request a message of its own. In place, which is safe with one request at a time on a
 * connection: autocannon's own replacement costs more than some servers take for the answer.
 */
function numberMessages(client: autocannon.Client): void {
  const owner = client as unknown as RequestOwner;
  owner.on("request", () => {
    const buffer = owner.getRequestBuffer();
    const end = buffer.lastIndexOf(MESSAGE_ID_PREFIX) + MESSAGE_ID.length;
    messages += 1;
    const digits = String(messages);
    buffer.write(digits, end - digits.length, "latin1");
  });
}

function toOptions({ kind, url, connections }: LoadInput): autocannon.Options {
  const common = { connections, timeout: 30 };
  switch (kind) {
    case "card":
      return {
        ...common,
        url: new URL("/.well-known/agent-card.json", url).href,
        verifyBody: (body) => String(body).includes('"supportedInterfaces"'),
      };
    case "sendMessage":
      return {
        ...common,
        url,
        method: "POST",
        headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
        body: SEND_MESSAGE,
        setupClient: numberMessages,
        verifyBody: (body) => String(body).includes('"TASK_STATE_COMPLETED"'),
      };
  }
}

async function load(input: LoadInput, extent: LoadInput["extent"]): Promise<LoadResult> {
  const microseconds = createHistogram();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon({ ...toOptions(input), ...extent }, (error, done) => {
      if (error === null || error === undefined) {
        resolve(done);
      } else {
        reject(error as Error);
      }
    });
    running.on("response", (_client, _status, _bytes, responseMs) => {
      microseconds.record(Math.max(1, Math.round(responseMs * 1000)));
    });
  });
  return {
    answers: result["2xx"],
    seconds: result.duration,
    p50Ms: microseconds.percentile(50) / 1000,
    p99Ms: microseconds.percentile(99) / 1000,
    failures: result.non2xx + result.errors + result.mismatches,
  };
}

const input = readInput() as LoadInput;
if (input.warmupSeconds !== undefined) {
  await load(input, { duration: input.warmupSeconds });
}
tellBegin();
tellResult(await load(input, input.extent));
