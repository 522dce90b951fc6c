import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const lockSchema = z.object({ pid: z.number().int() });

async function isPulumi(pid: number): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
  return name.trim() === "pulumi";
}

/**
 * Whether a Pulumi CLI that has ended has left a lock in a backend of files.
 *
 * @returns false as well when a CLI that holds a lock still runs: it is not to be disturbed.
 */
export async function hasLeftLock(state: string): Promise<boolean> {
  const folder = join(state, ".pulumi", "locks");
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const locks = entries.filter((entry) => entry.endsWith(".json"));
  for (const lock of locks) {
    const { pid } = lockSchema.parse(JSON.parse(await readFile(join(folder, lock), "utf8")));
    if (await isPulumi(pid)) {
      return false;
    }
  }
  return locks.length > 0;
}
