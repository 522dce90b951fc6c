import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { becomeOwner, endOwnership, findOtherOwner } from "./demo-owner.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "berth-owner-"));
  vi.stubEnv("BERTH_CACHE", join(folder, "cache"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

it("knows of no other owner before there is one, for the owner itself, and after its end", async () => {
  expect(await findOtherOwner("/a")).toBeUndefined();
  await becomeOwner("/a");
  expect(await findOtherOwner("/a")).toBeUndefined();
  await endOwnership();
  expect(await findOtherOwner("/b")).toBeUndefined();
});

it("names another clone, and says whether it is gone", async () => {
  const clone = join(folder, "clone");
  await mkdir(clone);
  await becomeOwner(clone);
  expect(await findOtherOwner("/b")).toEqual({ folder: clone, gone: false });
  await rm(clone, { recursive: true });
  expect(await findOtherOwner("/b")).toEqual({ folder: clone, gone: true });
});
