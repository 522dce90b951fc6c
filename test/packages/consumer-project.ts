import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { installPackages } from "./install-packages.ts";
import type { Tarballs } from "./packed-packages.ts";

/** The programs of `examples/consumers`. */
export const CONSUMERS = ["typescript", "yaml", "automation"] as const;

export type ConsumerName = (typeof CONSUMERS)[number];

/** Where a program lies in the work tree. */
export function toConsumerFolder(name: ConsumerName): string {
  return join(ROOT_FOLDER, "examples", "consumers", name);
}

/** Copies a program below a folder outside of the work tree, installs it there and returns the copy. */
export async function createConsumerProject(
  name: ConsumerName,
  tarballs: Tarballs,
  parent: string,
): Promise<string> {
  const folder = join(parent, name);
  await cp(toConsumerFolder(name), folder, {
    recursive: true,
    // What somebody installed in place would hide what is missing.
    filter: (path) => !["node_modules", "package-lock.json"].includes(basename(path)),
  });
  await installPackages(folder, tarballs);
  return folder;
}
