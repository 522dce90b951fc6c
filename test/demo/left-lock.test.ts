import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hasLeftLock } from "./left-lock.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "berth-locks-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function writeLock(name: string, pid: number): Promise<void> {
  const locks = join(folder, ".pulumi", "locks", "organization", "berth", "dev");
  await mkdir(locks, { recursive: true });
  await writeFile(join(locks, `${name}.json`), JSON.stringify({ pid, hostname: "here" }));
}

it("is false where there is no lock, and no backend", async () => {
  expect(await hasLeftLock(folder)).toBe(false);
});

it("is true when the process of the lock has ended, or is another program now", async () => {
  await writeLock("ended", 2 ** 30);
  await writeLock("other", process.pid);
  expect(await hasLeftLock(folder)).toBe(true);
});

it("is false while a CLI that holds a lock runs", async () => {
  const pulumi = join(folder, "pulumi");
  await copyFile("/bin/sleep", pulumi);
  const child = spawn(pulumi, ["60"]);
  await once(child, "spawn");
  await writeLock("ended", 2 ** 30);
  await writeLock("running", child.pid ?? 0);
  const found = await hasLeftLock(folder);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(found).toBe(false);
});
