import type { BenchResult } from "../runner/bench.ts";
import { buildPackages } from "./build-packages.ts";
import { readPeerVersions } from "./peer-versions.ts";
import { readImageNodeFlags } from "./sidecar/fronts.ts";
import { findNginx, readNginxVersion } from "./sidecar/nginx.ts";
import { createParts, PART_NAMES, type PartName } from "./sidecar/parts.ts";

const DEFAULT_ROUNDS = 5;

export interface BenchOptions {
  /** Which of the parts are measured. Defaults to all. */
  parts?: readonly PartName[];
  /** How often each value is measured. Defaults to 5. */
  rounds?: number;
  /** What Node is started with for the sidecar. Defaults to the flags of the image. */
  nodeFlags?: readonly string[];
}

/**
 * Measures the sidecar against a proxy that reads and writes the same JSON and does nothing else, in front
 * of an agent that answers at once. That agent by itself, and nginx where it is installed, stand beside
 * them. Takes eight minutes; both cores are to be free.
 */
export async function bench({
  parts = PART_NAMES,
  rounds = DEFAULT_ROUNDS,
  nodeFlags = readImageNodeFlags(),
}: BenchOptions = {}): Promise<BenchResult> {
  buildPackages("contract", "agent-runtime");
  const nginxFile = findNginx();
  if (nginxFile === undefined) {
    console.error("nginx is not installed, and not measured: apt-get install nginx");
  }
  const versions = {
    ...readPeerVersions("autocannon"),
    nginx: nginxFile === undefined ? "not installed" : await readNginxVersion(nginxFile),
    sidecarNodeFlags: nodeFlags.join(" ") || "none",
  };
  const result: BenchResult = { rounds, figures: [], ratios: {}, versions };
  const measures = createParts({ nginxFile, nodeFlags });
  for (const name of parts) {
    console.error(`Measuring ${name} ...`);
    const { figures, ratios } = await measures[name](rounds);
    result.figures.push(...figures);
    Object.assign(result.ratios, ratios);
  }
  return result;
}
