import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { z } from "zod";
import { createCluster, isHealthy } from "../cluster/create-cluster.ts";
import { findCluster } from "../cluster/cluster-state.ts";
import { loadImage } from "../cluster/images.ts";
import { everyNodeHasImage } from "../cluster/node-images.ts";
import { removeCluster } from "../cluster/remove-cluster.ts";
import { withLock } from "../tools/lock.ts";
import type { Progress } from "../tools/progress.ts";
import { DEMO_PATHS } from "./demo-folder.ts";
import { extractContext, findKubeconfigFiles } from "./kubeconfig-context.ts";
import { createStoreBuilder, findImageBuilder, type ImageBuilder } from "./image-builder.ts";

/** The test cluster that the demo runs on unless it is told another one. */
export const DEMO_CLUSTER = "demo";

const DEMO_NODES = 2;

/** The registry part of images that no registry has. */
const LOCAL_REGISTRY = "berth.local";

/** Which cluster the demo is on, and where its images are. */
export interface TargetChoice {
  /** A context of the user's kubeconfig; undefined for the test cluster of this machine. */
  context?: string | undefined;
  /** Where the nodes pull images from, when they do not share them with the machine. */
  registry?: string | undefined;
}

/** A cluster that is ready for the demo. */
export interface Target {
  choice: TargetChoice;
  /** A kubeconfig with the one cluster in it. */
  kubeconfig: string;
  builder: ImageBuilder;
  /** The name of an image for this cluster. */
  toImage: (name: string, tag: string) => string;
  /** Makes an image that is built available to the nodes. */
  publish: (image: string) => Promise<void>;
}

const recordSchema = z.strictObject({
  context: z.string().optional(),
  registry: z.string().optional(),
});

/** Which cluster the last run was on; undefined when there was none. */
export async function readChoice(): Promise<TargetChoice | undefined> {
  const text = await readFile(DEMO_PATHS.record, "utf8").catch(() => undefined);
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}

function describe({ context }: TargetChoice): string {
  return context === undefined ? "the test cluster of this machine" : `the context '${context}'`;
}

/**
 * Brings the cluster of the demo up, or connects to one of the user's own.
 *
 * @throws Error when the demo already is on another cluster, or the context is not there.
 */
export async function prepareTarget(choice: TargetChoice, progress: Progress): Promise<Target> {
  const before = await readChoice();
  if (before !== undefined && before.context !== choice.context) {
    throw new Error(
      `The demo is on ${describe(before)}. Remove it from there first: npm run demo -- --down`,
    );
  }
  await mkdir(DEMO_PATHS.folder, { recursive: true });
  const target =
    choice.context === undefined
      ? await prepareTestCluster(choice, progress)
      : await prepareOwnCluster({ ...choice, context: choice.context }, progress);
  await writeFile(DEMO_PATHS.record, `${JSON.stringify(choice)}\n`);
  return target;
}

async function prepareTestCluster(choice: TargetChoice, progress: Progress): Promise<Target> {
  if (choice.registry !== undefined) {
    throw new Error(
      "'--registry' goes with '--context': the test cluster gets its images without one.",
    );
  }
  const layout = await withLock(
    `cluster-${DEMO_CLUSTER}`,
    async () => await createCluster(DEMO_CLUSTER, DEMO_NODES, progress),
  );
  return {
    choice,
    kubeconfig: layout.kubeconfig,
    builder: createStoreBuilder(progress),
    toImage: (name, tag) => `${LOCAL_REGISTRY}/${name}:${tag}`,
    async publish(image) {
      if (!(await everyNodeHasImage(layout, image))) {
        await loadImage(layout, image, progress);
      }
    },
  };
}

async function prepareOwnCluster(
  choice: TargetChoice & { context: string },
  progress: Progress,
): Promise<Target> {
  const { context, registry } = choice;
  await writeFile(DEMO_PATHS.kubeconfig, extractContext(context, findKubeconfigFiles()));
  await chmod(DEMO_PATHS.kubeconfig, 0o600);
  const builder = await findImageBuilder(progress);
  if (registry === undefined) {
    progress.note(
      `  '${context}' must see the images of ${builder.name} on this machine; else give --registry HOST`,
    );
  }
  return {
    choice,
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

/** The kubeconfig of the cluster the demo is on; undefined when it was the test cluster and that is down. */
export async function findKubeconfig({ context }: TargetChoice): Promise<string | undefined> {
  if (context !== undefined) {
    return DEMO_PATHS.kubeconfig;
  }
  const known = await findCluster(DEMO_CLUSTER);
  return known !== undefined && (await isHealthy(known.layout))
    ? known.layout.kubeconfig
    : undefined;
}

/** Removes the test cluster of the demo; a cluster of the user's own stays. */
export async function removeTarget(choice: TargetChoice, progress: Progress): Promise<void> {
  if (choice.context === undefined && (await findCluster(DEMO_CLUSTER)) !== undefined) {
    await progress.step("take the cluster down", async () => {
      await withLock(`cluster-${DEMO_CLUSTER}`, async () => {
        await removeCluster(DEMO_CLUSTER);
      });
    });
  }
  await rm(DEMO_PATHS.folder, { recursive: true, force: true });
}
