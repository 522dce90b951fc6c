import { mkdir, readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { DEMO_PATHS } from "./demo-folder.ts";
import type { ClusterIdentity } from "./kubeconfig-context.ts";

/** Which cluster the demo is on, and where its images are. */
export interface TargetChoice {
  /** A context of the user's kubeconfig; undefined for the test cluster of this machine. */
  context?: string | undefined;
  /** Where the nodes pull images from, when they do not share them with the machine. */
  registry?: string | undefined;
}

/** What is written down of the cluster that the demo is on. */
export interface DemoRecord extends TargetChoice {
  /** The cluster that the context led to. */
  cluster?: ClusterIdentity | undefined;
}

const recordSchema = z.strictObject({
  context: z.string().optional(),
  registry: z.string().optional(),
  cluster: z.strictObject({ server: z.string(), authority: z.string() }).optional(),
});

/** Which cluster the last run was on; undefined when there was none. */
export async function readRecord(): Promise<DemoRecord | undefined> {
  const text = await readFile(DEMO_PATHS.record, "utf8").catch(() => undefined);
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}

/** Notes the cluster, before anything is made on it: what is interrupted can then be removed. */
export async function writeRecord(record: DemoRecord): Promise<void> {
  await mkdir(DEMO_PATHS.folder, { recursive: true });
  await writeFile(DEMO_PATHS.record, `${JSON.stringify(record)}\n`);
}

function describe({ context }: TargetChoice): string {
  return context === undefined ? "the test cluster of this machine" : `the context '${context}'`;
}

function describeCluster({ server, authority }: ClusterIdentity): string {
  return `${server} (certificate authority ${authority})`;
}

/**
 * Refuses a cluster that is not the one of the last run.
 *
 * @throws Error that names both.
 */
export function refuseOtherCluster(before: DemoRecord | undefined, now: DemoRecord): void {
  if (before === undefined) {
    return;
  }
  if (before.context !== now.context) {
    throw new Error(
      `The demo is on ${describe(before)}. Remove it from there first: npm run demo -- --down`,
    );
  }
  if (
    before.cluster !== undefined &&
    now.cluster !== undefined &&
    describeCluster(before.cluster) !== describeCluster(now.cluster)
  ) {
    throw new Error(
      `The demo is on ${describeCluster(before.cluster)}, and the context '${now.context ?? ""}' now leads to ${describeCluster(now.cluster)}. Remove it from there first: npm run demo -- --down`,
    );
  }
}
