import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { cacheDirectory } from "../tools/cache-directory.ts";
import { withLock } from "../tools/lock.ts";
import { clusterLayout, maximumSlots, type ClusterLayout } from "./layout.ts";
import { listRoutedRanges } from "./network.ts";

const stateSchema = z.strictObject({
  slot: z.number().int().min(0),
  nodes: z.number().int().min(1),
  /** False from before the first thing is made until the last answers. */
  complete: z.boolean(),
});

type ClusterState = z.output<typeof stateSchema>;

function stateFile(name: string): string {
  return cacheDirectory("clusters", name, "cluster.json");
}

async function readState(name: string): Promise<ClusterState | undefined> {
  const text = await readFile(stateFile(name), "utf8").catch(() => undefined);
  return text === undefined ? undefined : stateSchema.parse(JSON.parse(text));
}

async function writeState(name: string, state: ClusterState): Promise<void> {
  const file = stateFile(name);
  await mkdir(cacheDirectory("clusters", name), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(state));
  await rename(`${file}.new`, file);
}

/** The names of the clusters that have files on this machine. */
async function listClusters(): Promise<string[]> {
  const entries = await readdir(cacheDirectory("clusters"), { withFileTypes: true }).catch(
    () => [],
  );
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

export interface KnownCluster {
  layout: ClusterLayout;
  /** Whether its last `up` came to its end. */
  complete: boolean;
}

/** What is written down of a cluster; undefined when nothing is. */
export async function findCluster(name: string): Promise<KnownCluster | undefined> {
  const state = await readState(name);
  return state === undefined
    ? undefined
    : { layout: clusterLayout(name, state.slot, state.nodes), complete: state.complete };
}

/**
 * The first slot that no known cluster has and whose nodes this machine has no route to; undefined when
 * there is none.
 */
export function findFreeSlot(
  takenSlots: readonly number[],
  routedRanges: readonly string[],
): number | undefined {
  return Array.from({ length: maximumSlots }, (_, slot) => slot).find(
    (slot) =>
      !takenSlots.includes(slot) && !routedRanges.includes(clusterLayout("", slot, 1).nodeRange),
  );
}

/**
 * Writes a new cluster down, with a range of addresses that no other cluster has, before anything of it is made.
 *
 * @throws Error when all ranges are taken.
 */
export async function registerCluster(name: string, nodeCount: number): Promise<ClusterLayout> {
  return await withLock("cluster-slots", async () => {
    const others = (await listClusters()).filter((other) => other !== name);
    const states = await Promise.all(others.map(readState));
    const taken = states.flatMap((state) => (state === undefined ? [] : [state.slot]));
    const slot = findFreeSlot(taken, await listRoutedRanges());
    if (slot === undefined) {
      throw new Error(
        `All ${maximumSlots} address ranges are taken by ${others.join(", ")}. Take one of them down first: npm run cluster -- down --name NAME`,
      );
    }
    await writeState(name, { slot, nodes: nodeCount, complete: false });
    return clusterLayout(name, slot, nodeCount);
  });
}

/** Notes that everything of a cluster answers. */
export async function markComplete(layout: ClusterLayout): Promise<void> {
  await writeState(layout.name, { slot: layout.slot, nodes: layout.nodes.length, complete: true });
}
