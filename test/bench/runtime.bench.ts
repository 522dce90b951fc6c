import type { BenchResult } from "../runner/bench.ts";
import { buildPackages } from "./build-packages.ts";
import { readPeerVersions } from "./peer-versions.ts";
import { PARTS } from "./runtime/parts.ts";

const DEFAULT_ROUNDS = 5;

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
  buildPackages("contract", "agent-runtime");
  const versions = readPeerVersions("@a2a-js/sdk", "express", "autocannon");
  const result: BenchResult = { rounds, figures: [], ratios: {}, versions };
  for (const name of parts) {
    console.error(`Measuring ${name} ...`);
    const { figures, ratios } = await PARTS[name](rounds);
    result.figures.push(...figures);
    Object.assign(result.ratios, ratios);
  }
  return result;
}
