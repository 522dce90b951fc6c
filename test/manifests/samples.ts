import { globSync } from "node:fs";
import { join } from "node:path";

/** The args of the agents whose manifests are linted: the least that there can be, and more. */
export const SAMPLE_FILES: readonly string[] = globSync("*.yaml", {
  cwd: join(import.meta.dirname, "samples"),
})
  .sort()
  .map((name) => join(import.meta.dirname, "samples", name));
