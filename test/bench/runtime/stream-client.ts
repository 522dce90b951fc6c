import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { createHistogram } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { readInput, tellBegin, tellResult } from "./client-process.ts";

export interface StreamInput {
  url: string;
  streams: number;
  eventsPerStream: number;
  pauseMs: number;
}

export interface StreamResult {
  /** Events that arrived. */
  events: number;
  /** Of those, the ones that arrived within a second of when they were due. */
  delivered: number;
  /** From when an event was due at its executor until it was here. */
  p50Ms: number;
  p99Ms: number;
  /** Streams that ended with a task that is done. */
  completed: number;
}

/** Opens the streams one after another: else all events would be due at once, time and again. */
async function openAll(input: StreamInput, open: () => Promise<void>): Promise<void> {
  const startMs = performance.now();
  const reading: Promise<void>[] = [];
  for (let opened = 0; opened < input.streams; opened += 1) {
    reading.push(open());
    const leftMs = startMs + (opened * OPEN_MS) / input.streams - performance.now();
    if (leftMs > 0) {
      await pause(leftMs);
    }
  }
  await Promise.all(reading);
}

/** What opening all streams takes. */
const OPEN_MS = 1_000;

/** What comes later is of no use to somebody who watches. */
const MAX_DELAY_MS = 1_000;

/** An executor writes in the text of an event when it was due. */
const TIME = /<(\d+\.\d+)>/g;

const input = readInput() as StreamInput;
const delays = createHistogram();
let events = 0;
let delivered = 0;
let completed = 0;

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

function read(text: string): void {
  const arrivedMs = nowMs();
  for (const [, dueMs] of text.matchAll(TIME)) {
    const delayMs = arrivedMs - Number(dueMs);
    events += 1;
    delivered += delayMs <= MAX_DELAY_MS ? 1 : 0;
    delays.record(Math.max(1, Math.round(delayMs * 1000)));
  }
  if (text.includes('"TASK_STATE_COMPLETED"')) {
    completed += 1;
  }
}

function openStream(): Promise<void> {
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "SendStreamingMessage",
    params: {
      message: {
        messageId: randomUUID(),
        role: "ROLE_USER",
        parts: [{ text: `tick ${input.eventsPerStream} ${input.pauseMs}` }],
      },
    },
  });
  return new Promise((resolve, reject) => {
    const outgoing = request(input.url, {
      agent: false,
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(body),
        "A2A-Version": "1.0",
        Accept: "text/event-stream",
      },
    });
    outgoing.once("error", reject);
    outgoing.once("response", (response) => {
      let rest = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        // Whole events only.
        const text = rest + chunk;
        const end = text.lastIndexOf("\n\n") + 1;
        rest = text.slice(end);
        read(text.slice(0, end));
      });
      response.once("error", reject);
      response.once("end", resolve);
    });
    outgoing.end(body);
  });
}

tellBegin();
await openAll(input, openStream);
const result: StreamResult = {
  events,
  delivered,
  p50Ms: delays.percentile(50) / 1000,
  p99Ms: delays.percentile(99) / 1000,
  completed,
};
tellResult(result);
