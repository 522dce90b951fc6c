import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchResult } from "../runner/bench.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { PARTS } from "./runtime/parts.ts";

const DEFAULT_ROUNDS = 5;

const PEERS = ["@a2a-js/sdk", "express", "autocannon"];

export interface BenchOptions {
  /** Which of the parts are measured. Defaults to all. */
  parts?: readonly (keyof typeof PARTS)[];
  /** How often each value is measured. Defaults to 5. */
  rounds?: number;
}

/**
 * Measures the runtime against the SDK on express as it comes, and against the least that
 * `node:http` can do, in the same run. Takes ten minutes; both cores are to be free.
 */
export async function bench({
  parts = Object.keys(PARTS) as (keyof typeof PARTS)[],
  rounds = DEFAULT_ROUNDS,
}: BenchOptions = {}): Promise<BenchResult> {
  buildPackages();
  const result: BenchResult = { rounds, figures: [], ratios: {}, versions: readPeerVersions() };
  for (const name of parts) {
    console.error(`Measuring ${name} ...`);
    const { figures, ratios } = await PARTS[name](rounds);
    result.figures.push(...figures);
    Object.assign(result.ratios, ratios);
  }
  return result;
}

/** What is measured is what would be published, and not what was built some time ago. */
function buildPackages(): void {
  const compiler = join(ROOT_FOLDER, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [compiler, "-b", "contract", "agent-runtime"], {
    cwd: ROOT_FOLDER,
    stdio: "inherit",
  });
}

/** The versions are pinned. */
function readPeerVersions(): Record<string, string> {
  const file = join(ROOT_FOLDER, "test", "package.json");
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8")) as Record<
    "dependencies" | "devDependencies",
    Record<string, string>
  >;
  const versions = { ...dependencies, ...devDependencies };
  return Object.fromEntries(PEERS.map((name) => [name, versions[name] ?? "unknown"]));
}
