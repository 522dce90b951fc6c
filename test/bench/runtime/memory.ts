import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { runClient } from "./client-process.ts";
import type { LoadInput, LoadResult } from "./load-client.ts";
import { type ServerName, startServer } from "./server-process.ts";

/** The memory after so many tasks, in MiB. */
export interface MemoryMark {
  tasks: number;
  residentMib: number;
}

export interface TaskFlood {
  connections: number;
  tasks: number;
  marks: number;
}

/** Sends a server very many short tasks, and reads its memory every so many. */
export async function measureTaskMemory(
  name: ServerName,
  { connections, marks, tasks }: TaskFlood,
): Promise<MemoryMark[]> {
  const server = await startServer(name);
  try {
    const found: MemoryMark[] = [];
    for (let mark = 1; mark <= marks; mark += 1) {
      const amount = tasks / marks;
      const input: LoadInput = {
        kind: "sendMessage",
        url: server.url,
        connections,
        extent: { amount },
      };
      const client = new URL("./load-client.ts", import.meta.url);
      const { answers, failures } = await runClient<LoadResult>(client, input);
      if (failures > 0 || answers !== amount) {
        throw new Error(`'${name}' did ${answers} of ${amount} tasks, and failed ${failures}.`);
      }
      found.push({ tasks: mark * amount, residentMib: server.readResidentMib() });
    }
    return found;
  } finally {
    await server.stop();
  }
}

/**
 * The memory after all tasks, divided by that after half of them: 1 where it is flat.
 *
 * @throws RangeError when nothing was read after half of them.
 */
export function toGrowth(marks: readonly MemoryMark[]): number {
  const last = marks.at(-1);
  const half = marks.find(({ tasks }) => tasks * 2 === last?.tasks);
  if (last === undefined || half === undefined) {
    const tasks = marks.map((mark) => mark.tasks).join(", ");
    throw new RangeError(`'marks' (${tasks}) must have one after half of the tasks.`);
  }
  return last.residentMib / half.residentMib;
}

export interface SlowReaders {
  readers: number;
  eventBytes: number;
  eventsPerReader: number;
  pauseMs: number;
}

/** The memory before and while readers take nothing of what they asked for, in MiB. */
export interface SlowReaderMemory {
  beforeMib: number;
  peakMib: number;
  /** What the executors handed over, in MiB. */
  producedMib: number;
}

const SETTLE_MS = 1_000;

/** Opens streams that nobody reads, while their executors hand over far more than a socket holds. */
export async function measureSlowReaders(
  name: ServerName,
  { eventBytes, eventsPerReader, pauseMs, readers }: SlowReaders,
): Promise<SlowReaderMemory> {
  const server = await startServer(name);
  const sockets: Socket[] = [];
  try {
    await pause(SETTLE_MS);
    const beforeMib = server.readResidentMib();
    for (let reader = 0; reader < readers; reader += 1) {
      const text = `flood ${eventsPerReader} ${pauseMs} ${eventBytes}`;
      sockets.push(await openUnread(server.url, text));
    }
    await pause(eventsPerReader * pauseMs + SETTLE_MS);
    return {
      beforeMib,
      peakMib: server.readPeakMib(),
      producedMib: (readers * eventsPerReader * eventBytes) / 2 ** 20,
    };
  } finally {
    for (const socket of sockets) {
      socket.destroy();
    }
    await server.stop();
  }
}

async function openUnread(url: string, text: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "SendStreamingMessage",
    params: { message: { messageId: randomUUID(), role: "ROLE_USER", parts: [{ text }] } },
  });
  const socket = connect({ host: hostname, port: Number(port) });
  // A server may give such a reader up.
  socket.on("error", () => undefined);
  socket.pause();
  await once(socket, "connect");
  socket.write(
    [
      "POST / HTTP/1.1",
      "Host: data-analysis.example",
      "A2A-Version: 1.0",
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
  return socket;
}
