import { runClient } from "./client-process.ts";
import { type ServerName, startServer } from "./server-process.ts";
import type { StreamInput, StreamResult } from "./stream-client.ts";

export interface StreamLimits {
  streams: number;
  eventsPerSecond: number;
  seconds: number;
}

/** What one server did with many streams at once. */
export interface Streams {
  /** Events that arrived within a second of when they were due. */
  delivered: number;
  /** From when an event was due at its executor until it was at the reader. */
  p50Ms: number;
  p99Ms: number;
  /** What an event took of the processor, in microseconds. */
  cpuMicroseconds: number;
  /** The memory when the streams have ended, in MiB. */
  residentMib: number;
  /** The most memory meanwhile, in MiB. */
  peakMib: number;
}

/**
 * Opens many streams to a new process of a server. Each of their executors hands over an event so
 * often a second.
 *
 * @throws Error when a stream ended before its task, or an event is missing.
 */
export async function measureStreams(name: ServerName, limits: StreamLimits): Promise<Streams> {
  const server = await startServer(name);
  try {
    const client = new URL("./stream-client.ts", import.meta.url);
    const eventsPerStream = limits.eventsPerSecond * limits.seconds;
    const input: StreamInput = {
      url: server.url,
      streams: limits.streams,
      eventsPerStream,
      pauseMs: 1000 / limits.eventsPerSecond,
    };
    const warmup = { streams: limits.streams / 10, eventsPerStream: limits.eventsPerSecond };
    await runClient<StreamResult>(client, { ...input, ...warmup });
    let cpuMs = 0;
    const result = await runClient<StreamResult>(client, input, {
      onBegin: () => {
        cpuMs = -server.readCpuMs();
      },
      onEnd: () => {
        cpuMs += server.readCpuMs();
      },
    });
    if (result.completed !== limits.streams || result.events !== limits.streams * eventsPerStream) {
      throw new Error(
        `'${name}' ended ${result.completed} of ${limits.streams} streams as it should, with ${result.events} events.`,
      );
    }
    return {
      delivered: result.delivered,
      p50Ms: result.p50Ms,
      p99Ms: result.p99Ms,
      cpuMicroseconds: (cpuMs * 1000) / result.events,
      residentMib: server.readResidentMib(),
      peakMib: server.readPeakMib(),
    };
  } finally {
    await server.stop();
  }
}
