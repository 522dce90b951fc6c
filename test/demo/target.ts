import { mkdir, rm } from "node:fs/promises";
import { createCluster } from "../cluster/create-cluster.ts";
import { findCluster } from "../cluster/cluster-state.ts";
import { ensureNodesHaveImage } from "../cluster/node-images.ts";
import { ensurePrerequisites } from "../cluster/prerequisites.ts";
import { removeCluster } from "../cluster/remove-cluster.ts";
import { withLock } from "../tools/lock.ts";
import type { Progress } from "../tools/progress.ts";
import { DEMO_PATHS } from "./demo-folder.ts";
import { becomeOwner, endOwnership, findOtherOwner } from "./demo-owner.ts";
import { readRecord, refuseOtherCluster, type TargetChoice, writeRecord } from "./demo-record.ts";
import { createStoreBuilder, findImageBuilder, type ImageBuilder } from "./image-builder.ts";
import {
  extractContext,
  findKubeconfigFiles,
  identifyCluster,
  writeKubeconfig,
} from "./kubeconfig-context.ts";

/** The test cluster that the demo runs on unless it is told another one. */
export const DEMO_CLUSTER = "demo";

const DEMO_NODES = 2;

/** The registry part of images that no registry has. */
export const LOCAL_REGISTRY = "berth.local";

/** A cluster that is ready for the demo. */
export interface Target {
  /** A kubeconfig with the one cluster in it. */
  kubeconfig: string;
  builder: ImageBuilder;
  /** The name of an image for this cluster. */
  toImage: (name: string, tag: string) => string;
  /** Makes an image that is built available to the nodes. */
  publish: (image: string) => Promise<void>;
}

/**
 * Brings the cluster of the demo up, or connects to one of the user's own.
 *
 * @throws Error when the demo already is on another cluster, another clone has it, or the context is
 *   not there.
 */
export async function prepareTarget(choice: TargetChoice, progress: Progress): Promise<Target> {
  refuseOtherCluster(await readRecord(), choice);
  return choice.context === undefined
    ? await prepareTestCluster(choice, progress)
    : await prepareOwnCluster({ ...choice, context: choice.context }, progress);
}

/** Makes this clone the owner of the test cluster. One that a deleted clone has left is removed. */
async function claimTestCluster(progress: Progress): Promise<void> {
  const other = await findOtherOwner();
  if (other !== undefined && (await findCluster(DEMO_CLUSTER)) !== undefined) {
    if (!other.gone) {
      throw new Error(
        `The cluster '${DEMO_CLUSTER}' belongs to the demo of ${other.folder}. Remove it from there first: npm run demo -- --down`,
      );
    }
    // Nobody knows any more what is on it.
    await progress.step(`remove the cluster that ${other.folder} has left`, async () => {
      await removeCluster(DEMO_CLUSTER);
    });
  }
  await becomeOwner();
}

async function prepareTestCluster(choice: TargetChoice, progress: Progress): Promise<Target> {
  if (choice.registry !== undefined) {
    throw new Error(
      "'--registry' goes with '--context': the test cluster gets its images without one.",
    );
  }
  // What a machine lacks is told before anything is written down.
  await ensurePrerequisites(progress);
  const layout = await withLock(`cluster-${DEMO_CLUSTER}`, async () => {
    await claimTestCluster(progress);
    await writeRecord(choice);
    return await createCluster(DEMO_CLUSTER, DEMO_NODES, progress);
  });
  return {
    kubeconfig: layout.kubeconfig,
    builder: createStoreBuilder(progress),
    toImage: (name, tag) => `${LOCAL_REGISTRY}/${name}:${tag}`,
    async publish(image) {
      await ensureNodesHaveImage(layout, image, progress);
    },
  };
}

async function prepareOwnCluster(
  choice: TargetChoice & { context: string },
  progress: Progress,
): Promise<Target> {
  const { context, registry } = choice;
  const kubeconfig = extractContext(context, findKubeconfigFiles());
  const record = { ...choice, cluster: identifyCluster(kubeconfig) };
  refuseOtherCluster(await readRecord(), record);
  const builder = await findImageBuilder(progress);
  await mkdir(DEMO_PATHS.folder, { recursive: true });
  await writeKubeconfig(DEMO_PATHS.kubeconfig, kubeconfig);
  await writeRecord(record);
  if (registry === undefined) {
    progress.note(
      `  '${context}' must see the images of ${builder.name} on this machine; else give --registry HOST`,
    );
  }
  return {
    kubeconfig: DEMO_PATHS.kubeconfig,
    builder,
    toImage: (name, tag) => `${registry ?? LOCAL_REGISTRY}/${name}:${tag}`,
    async publish(image) {
      if (registry !== undefined) {
        await builder.push(image);
      }
    },
  };
}

/** Removes the test cluster of the demo, unless it belongs to another clone by now. */
export async function removeTestCluster(progress: Progress): Promise<void> {
  await withLock(`cluster-${DEMO_CLUSTER}`, async () => {
    const other = await findOtherOwner();
    if ((await findCluster(DEMO_CLUSTER)) === undefined) {
      return;
    }
    if (other?.gone === false) {
      progress.note(`  The cluster '${DEMO_CLUSTER}' stays: it belongs to ${other.folder}`);
      return;
    }
    await progress.step("take the cluster down", async () => {
      await removeCluster(DEMO_CLUSTER);
    });
    await endOwnership();
  });
}

/** Forgets what this clone knows of its demo. */
export async function removeDemoFolder(): Promise<void> {
  await rm(DEMO_PATHS.folder, { recursive: true, force: true });
}
