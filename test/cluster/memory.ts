import { readFile } from "node:fs/promises";
import type { ClusterLayout } from "./layout.ts";
import { listProcesses } from "./remove-cluster.ts";

/** The proportional set size in the text of `/proc/PID/smaps_rollup`; 0 of a process that has ended. */
export function toProportionalBytes(rollup: string): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
}

/** Bytes of memory that a cluster takes: the proportional set size of its processes, shared pages counted once. */
export async function memoryBytes(layout: ClusterLayout): Promise<number> {
  const sizes = (await listProcesses(layout)).map(async (pid) => {
    return toProportionalBytes(await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => ""));
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
