import { runClient } from "./client-process.ts";
import type { LoadInput, LoadKind, LoadResult } from "./load-client.ts";
import type { ServerProcess } from "./start-process.ts";

/** What one server did in one round of load. */
export interface Throughput {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /**
   * What an answer took of the processor, in microseconds, which are milliseconds for 1,000 of them: the
   * generator has no part in it.
   */
  cpuMicroseconds: number;
  /** The memory after the last answer, in MiB. */
  residentMib: number;
}

/** What is loaded. */
export type LoadedServer = Pick<ServerProcess, "url" | "readCpuMs" | "readResidentMib" | "stop">;

export interface LoadLimits {
  connections: number;
  warmupSeconds: number;
  seconds: number;
}

/**
 * Loads a new process of a server from another process.
 *
 * @throws Error when an answer is not what was asked for: an error is answered fast.
 */
export async function measureThroughput(
  name: string,
  start: () => Promise<LoadedServer>,
  kind: LoadKind,
  limits: LoadLimits,
): Promise<Throughput> {
  const server = await start();
  try {
    let cpuMs = 0;
    const result = await runClient<LoadResult>(
      new URL("./load-client.ts", import.meta.url),
      {
        kind,
        url: server.url,
        connections: limits.connections,
        warmupSeconds: limits.warmupSeconds,
        extent: { duration: limits.seconds },
      } satisfies LoadInput,
      {
        onBegin: () => {
          cpuMs = -server.readCpuMs();
        },
        onEnd: () => {
          cpuMs += server.readCpuMs();
        },
      },
    );
    if (result.failures > 0 || result.answers === 0) {
      throw new Error(
        `'${name}' gave ${result.failures} wrong answers and ${result.answers} others to '${kind}'.`,
      );
    }
    return {
      perSecond: result.answers / result.seconds,
      p50Ms: result.p50Ms,
      p99Ms: result.p99Ms,
      cpuMicroseconds: (cpuMs * 1000) / result.answers,
      residentMib: server.readResidentMib(),
    };
  } finally {
    await server.stop();
  }
}
