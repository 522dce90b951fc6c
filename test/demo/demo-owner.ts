import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { cacheDirectory } from "../tools/cache-directory.ts";
import { exists } from "../tools/exists.ts";

// The cluster of the demo belongs to the machine and its state to a clone: this file ties them.
function ownerFile(): string {
  return cacheDirectory("demo-owner");
}

/** A clone that has brought the cluster of the demo up, and is not this one. */
export interface OtherOwner {
  folder: string;
  /** Whether the clone is no longer there. */
  gone: boolean;
}

/** Finds the clone that owns the cluster; undefined when nobody else does. */
export async function findOtherOwner(clone = ROOT_FOLDER): Promise<OtherOwner | undefined> {
  const folder = await readFile(ownerFile(), "utf8").catch(() => undefined);
  return folder === undefined || folder === clone
    ? undefined
    : { folder, gone: !(await exists(folder)) };
}

/** Makes this clone the owner. */
export async function becomeOwner(clone = ROOT_FOLDER): Promise<void> {
  await mkdir(cacheDirectory(), { recursive: true });
  await writeFile(ownerFile(), clone);
}

/** Leaves the cluster to whoever comes. */
export async function endOwnership(): Promise<void> {
  await rm(ownerFile(), { force: true });
}
