import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runNode } from "./child.ts";
import { toCounts, type Counts } from "./counts.ts";
import { OUT_FOLDER } from "./layout.ts";

export interface VitestRun {
  /** Names the report in the folder of results. */
  name: string;
  /** The configuration, from the root of the repository. */
  config: string;
  /** Looks for tests in this folder only. */
  folder?: string;
  /** Runs files only whose path holds this. */
  filter?: string;
  environment?: Record<string, string>;
  signal?: AbortSignal;
}

/** Runs vitest with its own output on the screen and counts what it ran. */
export async function runVitest(run: VitestRun): Promise<Counts> {
  mkdirSync(OUT_FOLDER, { recursive: true });
  const reportFile = join(OUT_FOLDER, `${run.name}.report.json`);
  // A report of an earlier run must not be counted when this one dies before it writes its own.
  rmSync(reportFile, { force: true });
  const packageFile = createRequire(import.meta.url).resolve("vitest/package.json");
  const { exitCode } = await runNode(
    [
      join(dirname(packageFile), "vitest.mjs"),
      "run",
      `--config=${run.config}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${reportFile}`,
      ...(run.folder === undefined ? [] : [`--dir=${run.folder}`]),
      ...(run.filter === undefined ? [] : [run.filter]),
    ],
    {
      // vitest also colours what a continuous-integration log or a pipe receives.
      environment: { ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }), ...run.environment },
      output: "inherit",
      signal: run.signal,
    },
  );
  return toCounts(existsSync(reportFile) ? readFileSync(reportFile, "utf8") : undefined, exitCode);
}

/** Runs every test that needs no cluster. */
export async function runUnit(signal?: AbortSignal): Promise<Counts> {
  return await runVitest({ name: "unit", config: "test/vitest.config.ts", signal });
}
