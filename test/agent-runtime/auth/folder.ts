import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Makes a folder that goes with its test. */
export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "berth-auth-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
