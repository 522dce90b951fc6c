import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { BenchResult } from "../runner/bench.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { goTools } from "../tools/go-tools.ts";
import { createProgress } from "../tools/progress.ts";
import { withBenchCluster } from "./scaling/bench-cluster.ts";

const DEFAULT_ROUNDS = 12;

export interface BenchOptions {
  /** How many agents come and go, one after the other. Defaults to 12. */
  rounds?: number;
}

/**
 * Measures how soon an agent directory names an agent that is new, and no more one that is deleted, beside a
 * plain watch in the same rounds: nobody can know earlier than that. It has a cluster of its own, which is
 * gone at its end. Takes five minutes; both cores are to be free.
 */
export async function bench({ rounds = DEFAULT_ROUNDS }: BenchOptions = {}): Promise<BenchResult> {
  buildPackages();
  // Loaded here: it imports the packages that have just been built.
  const { measureDiscovery } = await import("./discovery/measure-discovery.ts");
  const part = await withBenchCluster(createProgress(), (bench) => measureDiscovery(bench, rounds));
  return { rounds, ...part, versions: { kubernetes: goTools.kubernetes.version } };
}

/** What is measured is what would be published, and not what was built some time ago. */
function buildPackages(): void {
  const compiler = join(ROOT_FOLDER, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [compiler, "-b", "contract", "sdk", "agent-runtime"], {
    cwd: ROOT_FOLDER,
    stdio: "inherit",
  });
}
