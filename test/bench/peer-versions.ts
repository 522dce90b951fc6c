import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT_FOLDER } from "../runner/layout.ts";

/** The versions of packages that take part in a measurement, by their names. They are pinned. */
export function readPeerVersions(...names: string[]): Record<string, string> {
  const file = join(ROOT_FOLDER, "test", "package.json");
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8")) as Record<
    "dependencies" | "devDependencies",
    Record<string, string>
  >;
  const versions = { ...dependencies, ...devDependencies };
  return Object.fromEntries(names.map((name) => [name, versions[name] ?? "unknown"]));
}
