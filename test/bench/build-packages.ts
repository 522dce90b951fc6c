import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ROOT_FOLDER } from "../runner/layout.ts";

/** Builds workspaces: what is measured is what would be published, and not what was built some time ago. */
export function buildPackages(...folders: string[]): void {
  const compiler = join(ROOT_FOLDER, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [compiler, "-b", ...folders], {
    cwd: ROOT_FOLDER,
    stdio: "inherit",
  });
}
