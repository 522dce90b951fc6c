import type { BenchResult } from "../runner/bench.ts";
import { goTools } from "../tools/go-tools.ts";
import { createProgress } from "../tools/progress.ts";
import { buildPackages } from "./build-packages.ts";
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
  buildPackages("contract", "sdk", "agent-runtime");
  // Loaded here: it imports the packages that have just been built.
  const { measureDiscovery } = await import("./discovery/measure-discovery.ts");
  const part = await withBenchCluster(createProgress(), (bench) => measureDiscovery(bench, rounds));
  return { rounds, ...part, versions: { kubernetes: goTools.kubernetes.version } };
}
