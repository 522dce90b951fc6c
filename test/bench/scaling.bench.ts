import { prepareEngine } from "../engine/engine.ts";
import type { BenchResult } from "../runner/bench.ts";
import { goTools, type GoToolName } from "../tools/go-tools.ts";
import { createProgress } from "../tools/progress.ts";
import { buildPackages } from "./build-packages.ts";
import type { Part } from "./runtime/report.ts";
import { type Bench, withBenchCluster } from "./scaling/bench-cluster.ts";

const DEFAULT_ROUNDS = 3;

const DEFAULT_FLEET = { agents: 500, steadySeconds: 300, queries: 200 };

const PARTS = ["fleet", "reaction"] as const;

/** `fleet` has many agents that do nothing, `reaction` two that get a load in turn. */
export type PartName = (typeof PARTS)[number];

const TOOLS: readonly GoToolName[] = ["kubernetes", "prometheus", "prometheus-adapter", "kwok"];

export interface BenchOptions {
  /** Which of the parts are measured. Defaults to all. */
  parts?: readonly PartName[];
  /** How often a load is put on each agent of `reaction`. Defaults to 3. */
  rounds?: number;
  /** Defaults to 500 agents that are watched for 300 s, and 200 queries. */
  fleet?: typeof DEFAULT_FLEET;
}

/**
 * Measures what many scalers ask of the adapter, and how fast pods follow a load by the adapter and by
 * KEDA. Each part has a cluster of its own, which is gone at its end. Takes half an hour; both cores are
 * to be free.
 */
export async function bench({
  parts = PARTS,
  rounds = DEFAULT_ROUNDS,
  fleet = DEFAULT_FLEET,
}: BenchOptions = {}): Promise<BenchResult> {
  const progress = createProgress();
  buildPackages("contract", "sdk", "agent-runtime");
  const { standIns } = await prepareEngine({ progress });
  // Loaded here: they import the packages that have just been built.
  const { measureFleet } = await import("./scaling/fleet/measure-fleet.ts");
  const { measureReaction } = await import("./scaling/reaction/measure-reaction.ts");
  const measures: Record<PartName, (bench: Bench) => Promise<Part>> = {
    fleet: (bench) => measureFleet(bench, fleet),
    reaction: (bench) => measureReaction(bench, rounds),
  };
  const result: BenchResult = { rounds, figures: [], ratios: {}, versions: readVersions(standIns) };
  for (const name of parts) {
    progress.note(`Measuring ${name} ...`);
    const { figures, ratios } = await withBenchCluster(progress, measures[name]);
    result.figures.push(...figures);
    Object.assign(result.ratios, ratios);
  }
  return result;
}

/** A result that a stand-in took part in says so. */
function readVersions(standIns: readonly string[]): Record<string, string> {
  return {
    ...Object.fromEntries(TOOLS.map((name) => [name, goTools[name].version])),
    keda: goTools["keda-operator"].version,
    ...Object.fromEntries(standIns.map((part) => [part.split(/[ :]/)[0] ?? part, "(stand-in)"])),
  };
}
