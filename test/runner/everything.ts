import { CLUSTER_NODES } from "./cluster.ts";
import { sumCounts, toCountsLine, type Counts } from "./counts.ts";
import type { E2eOptions } from "./e2e.ts";

/**
 * The groups that always run in full: that the cluster and the engine are real, and that an agent is
 * deployed on them.
 */
const WHOLE_GROUPS: readonly string[] = ["ground", "agent"];

/** What a whole run is made of. */
export interface Steps {
  runUnit: (signal: AbortSignal) => Promise<Counts>;
  findE2eGroups: () => string[];
  hasCore: (group: string) => boolean;
  runE2e: (group: string, options: E2eOptions) => Promise<Counts>;
  findClusterObstacle: () => Promise<string | undefined>;
  isClusterUp: () => Promise<boolean>;
  startCluster: (signal: AbortSignal) => Promise<boolean>;
  stopCluster: () => Promise<boolean>;
  print: (line: string) => void;
}

interface Part extends Counts {
  title: string;
  /** Why it failed as a whole, or did not run. */
  reason?: string;
}

/**
 * Runs the unit tests and then, where a cluster can run, `ground`, `agent` and the core of the other
 * groups, in this order.
 *
 * The cluster is taken down again unless it was up before. Prints a summary with the reason of
 * everything that did not run.
 */
export async function runEverything(steps: Steps, signal: AbortSignal): Promise<Counts> {
  const parts: Part[] = [{ title: "unit", ...(await steps.runUnit(signal)) }];
  const groups = steps
    .findE2eGroups()
    .filter((group) => WHOLE_GROUPS.includes(group) || steps.hasCore(group))
    .sort((a, b) => toOrder(a) - toOrder(b));
  if (groups.length > 0 && !signal.aborted) {
    parts.push(...(await runGroups(steps, groups, signal)));
  }
  if (signal.aborted) {
    parts.push(toFailure("run", "it was interrupted"));
  }
  steps.print("\nSummary");
  for (const part of parts) {
    const reason = part.reason === undefined ? "" : `: ${part.reason}`;
    steps.print(`  ${part.title}: ${toCountsLine(part)}${reason}`);
  }
  return sumCounts(parts);
}

/** The whole groups come first, since the others rest on them. */
function toOrder(group: string): number {
  const index = WHOLE_GROUPS.indexOf(group);
  return index === -1 ? WHOLE_GROUPS.length : index;
}

async function runGroups(
  steps: Steps,
  groups: readonly string[],
  signal: AbortSignal,
): Promise<Part[]> {
  const skipAll = (reason: string): Part[] => groups.map((group) => toSkipped(group, reason));
  const obstacle = await steps.findClusterObstacle();
  if (obstacle !== undefined) {
    return skipAll(obstacle);
  }
  const wasUp = await steps.isClusterUp();
  const parts: Part[] = [];
  try {
    if (await steps.startCluster(signal)) {
      for (const group of groups) {
        parts.push(await runGroup(steps, group, signal));
      }
    } else {
      parts.push(
        toFailure("cluster", `'up --nodes ${CLUSTER_NODES}' failed, see above`),
        ...skipAll("there is no cluster to run on"),
      );
    }
  } finally {
    if (!wasUp && !(await steps.stopCluster())) {
      parts.push(toFailure("cluster", "'down' failed, see above"));
    }
  }
  return parts;
}

async function runGroup(steps: Steps, group: string, signal: AbortSignal): Promise<Part> {
  if (signal.aborted) {
    return toSkipped(group, "the run was interrupted");
  }
  try {
    const { passed, failed, skipped } = await steps.runE2e(group, {
      core: !WHOLE_GROUPS.includes(group),
      signal,
    });
    return { title: `e2e ${group}`, passed, failed, skipped };
  } catch (error) {
    // One group that breaks must not hide how the others end.
    return toFailure(`e2e ${group}`, error instanceof Error ? error.message : String(error));
  }
}

function toSkipped(group: string, reason: string): Part {
  return { title: `e2e ${group}`, passed: 0, failed: 0, skipped: 1, reason };
}

function toFailure(title: string, reason: string): Part {
  return { title, passed: 0, failed: 1, skipped: 0, reason };
}
