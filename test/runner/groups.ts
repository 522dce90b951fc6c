import { existsSync, globSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { BENCH_FOLDER, E2E_FOLDER } from "./layout.ts";

/** Ends the name of a test file that `npm test` runs of every group; `ground` runs in full. */
export const CORE_SUFFIX = ".core.test.ts";

const BENCH_SUFFIX = ".bench.ts";

/** A group that does not exist: its message lists those that do. */
export class UnknownGroupError extends Error {
  constructor(kind: string, group: string, known: readonly string[]) {
    const list = known.length === 0 ? "There is none yet." : `Known: ${known.join(", ")}.`;
    super(`There is no ${kind} group '${group}'. ${list}`);
    this.name = "UnknownGroupError";
  }
}

/** The names of the end-to-end groups: folders with tests in them. */
export function findE2eGroups(folder: string = E2E_FOLDER): string[] {
  return readNames(folder).filter(
    (name) => globSync("**/*.test.ts", { cwd: join(folder, name) }).length > 0,
  );
}

/** Tells whether a group has tests that belong to the core. */
export function hasCore(group: string, folder: string = E2E_FOLDER): boolean {
  return globSync(`**/*${CORE_SUFFIX}`, { cwd: join(folder, group) }).length > 0;
}

/** The names of the groups of measurements. */
export function findBenchGroups(folder: string = BENCH_FOLDER): string[] {
  return readNames(folder)
    .filter((name) => name.endsWith(BENCH_SUFFIX))
    .map((name) => name.slice(0, -BENCH_SUFFIX.length));
}

/** The file with the `bench` function of a group. */
export function toBenchFile(group: string): string {
  return join(BENCH_FOLDER, `${group}${BENCH_SUFFIX}`);
}

function readNames(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
