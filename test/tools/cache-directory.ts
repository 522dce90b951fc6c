import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where built binaries, images and clusters are kept: outside the work tree, so that a fresh clone
 * finds what an earlier one has built.
 *
 * Defaults to `berth` in `XDG_CACHE_HOME`, which defaults to `~/.cache`; `BERTH_CACHE` names another folder.
 */
export function cacheDirectory(...below: string[]): string {
  const root =
    process.env["BERTH_CACHE"] ??
    join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "berth");
  return join(root, ...below);
}
