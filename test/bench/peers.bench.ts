import { readFileSync } from "node:fs";
import { join } from "node:path";
import { prepareEngine } from "../engine/engine.ts";
import type { BenchResult } from "../runner/bench.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { goTools } from "../tools/go-tools.ts";
import { createProgress } from "../tools/progress.ts";
import { buildPackages } from "./build-packages.ts";
import { withBenchCluster } from "./scaling/bench-cluster.ts";

const DEFAULT_ROUNDS = 3;

/** The client that ours is measured beside. */
const PEER = "@a2a-js/sdk";

export interface BenchOptions {
  /** How often the callee is scaled up and down again. Defaults to 3. */
  rounds?: number;
}

/**
 * Measures which pods of an agent another agent calls while there come more of them, by the runtime's client
 * of peers and by a client that keeps its connection, side by side. It has a cluster of its own, which is gone
 * at its end. Takes ten minutes; both cores are to be free.
 */
export async function bench({ rounds = DEFAULT_ROUNDS }: BenchOptions = {}): Promise<BenchResult> {
  const progress = createProgress();
  buildPackages("contract", "sdk", "agent-runtime");
  const { standIns } = await prepareEngine({ progress });
  // Loaded here: it imports the packages that have just been built.
  const { measurePeers } = await import("./peers/measure-peers.ts");
  const part = await withBenchCluster(progress, (bench) => measurePeers(bench, rounds));
  return { rounds, ...part, versions: readVersions(standIns) };
}

/** A result that a stand-in took part in says so. */
function readVersions(standIns: readonly string[]): Record<string, string> {
  const manifest = join(ROOT_FOLDER, "node_modules", PEER, "package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return {
    kubernetes: goTools.kubernetes.version,
    [PEER]: version,
    ...Object.fromEntries(standIns.map((part) => [part.split(/[ :]/)[0] ?? part, "(stand-in)"])),
  };
}
