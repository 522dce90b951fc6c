import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findKubeconfig, readKubernetesVersion } from "./cluster.ts";
import type { Counts } from "./counts.ts";
import { FIGURES_FILE_VARIABLE, readFigures, type Figure } from "./figures.ts";
import { CORE_SUFFIX, findE2eGroups, UnknownGroupError } from "./groups.ts";
import { E2E_FOLDER, OUT_FOLDER } from "./layout.ts";
import { describeMachine, describeVersions, type Machine } from "./machine.ts";
import { runVitest } from "./vitest-run.ts";

/** What `test/out/e2e-<group>.json` holds. */
export interface E2eResult extends Counts {
  group: string;
  machine: Machine;
  versions: Record<string, string>;
  /** ISO 8601. */
  startedAt: string;
  durationSeconds: number;
  figures: Figure[];
}

/** The environment variable that is `true` where tests may take more than ten minutes each. */
export const LONG_VARIABLE = "BERTH_E2E_LONG";

export interface E2eOptions {
  /** Runs only the files of the group's core. */
  core?: boolean;
  /** Runs the tests too that take more than ten minutes each. */
  long?: boolean;
  signal?: AbortSignal;
}

/**
 * Runs one end-to-end group against the running cluster and writes its result file.
 *
 * @throws UnknownGroupError when there is no such group, NoClusterError when no cluster is up.
 */
export async function runE2e(group: string, options: E2eOptions = {}): Promise<E2eResult> {
  const known = findE2eGroups();
  if (!known.includes(group)) {
    throw new UnknownGroupError("end-to-end", group, known);
  }
  const kubeconfig = await findKubeconfig();
  const kubernetes = await readKubernetesVersion(kubeconfig);
  const figuresFile = join(OUT_FOLDER, `e2e-${group}.figures.jsonl`);
  rmSync(figuresFile, { force: true });
  const startedAt = new Date();
  const counts = await runVitest({
    name: `e2e-${group}`,
    config: "test/vitest.e2e.config.ts",
    folder: join(E2E_FOLDER, group),
    filter: options.core === true ? CORE_SUFFIX : undefined,
    environment: {
      KUBECONFIG: kubeconfig,
      [FIGURES_FILE_VARIABLE]: figuresFile,
      [LONG_VARIABLE]: String(options.long === true),
    },
    signal: options.signal,
  });
  const result: E2eResult = {
    group,
    machine: describeMachine(),
    versions: { ...describeVersions(), kubernetes },
    startedAt: startedAt.toISOString(),
    durationSeconds: (Date.now() - startedAt.getTime()) / 1000,
    ...counts,
    figures: readFigures(figuresFile),
  };
  writeFileSync(join(OUT_FOLDER, `e2e-${group}.json`), `${JSON.stringify(result, null, 2)}\n`);
  return result;
}
