import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { runClient } from "../runtime/client-process.ts";
import type { Front } from "./fronts.ts";
import type { HeldStreamsInput, HeldStreamsResult } from "./held-streams-client.ts";

/** What a front holds in memory, in MiB. */
export interface HeldStreamMemory {
  /** Before anybody calls. */
  idleMib: number;
  /** While all streams are open, each with its first event sent. */
  openMib: number;
}

const SETTLE_MS = 1_000;

/**
 * Opens streams to a new front, one after another, and reads its memory while nothing happens on them.
 *
 * @throws Error when a stream does not end with its task done.
 */
export async function measureHeldStreams(
  name: string,
  start: () => Promise<Front>,
  streams: number,
): Promise<HeldStreamMemory> {
  const front = await start();
  try {
    await pause(SETTLE_MS);
    const idleMib = front.readResidentMib();
    let openMib = 0;
    const { completed } = await runClient<HeldStreamsResult>(
      new URL("./held-streams-client.ts", import.meta.url),
      { url: front.url, streams } satisfies HeldStreamsInput,
      {
        onBegin: () => {
          openMib = front.readResidentMib();
          void release(front.upstreamUrl);
        },
      },
    );
    if (completed !== streams) {
      throw new Error(`'${name}' ended ${completed} of ${streams} streams with their tasks done.`);
    }
    return { idleMib, openMib };
  } finally {
    await front.stop();
  }
}

/** Has the agent finish what it holds. */
async function release(upstreamUrl: string): Promise<void> {
  await fetch(upstreamUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "SendMessage",
      params: {
        message: { messageId: randomUUID(), role: "ROLE_USER", parts: [{ text: "release" }] },
      },
    }),
  });
}
