import type { Progress } from "../tools/progress.ts";
import type { BaseImage } from "./base-images.ts";
import { runCtr } from "./ctr.ts";
import { ensureBaseImage, loadImage } from "./images.ts";
import type { ClusterLayout } from "./layout.ts";

/** Whether every node of a running cluster has an image under a name. */
async function everyNodeHasImage(layout: ClusterLayout, image: string): Promise<boolean> {
  const found = await Promise.all(
    layout.nodes.map(async (node) => {
      const { stdout } = await runCtr(node, "images", "list", "--quiet", `name==${image}`);
      return stdout.trim() === image;
    }),
  );
  return found.every(Boolean);
}

/** Puts an image of the store on every node of a running cluster, where it is not there by its name. */
export async function ensureNodesHaveImage(
  layout: ClusterLayout,
  image: string,
  progress: Progress,
): Promise<void> {
  if (!(await everyNodeHasImage(layout, image))) {
    await loadImage(layout, image, progress);
  }
}

/** Makes an image where it is not made yet, and puts it on every node of a running cluster that lacks it. */
export async function ensureNodesHaveBaseImage(
  layout: ClusterLayout,
  image: BaseImage,
  progress: Progress,
): Promise<void> {
  if (!(await everyNodeHasImage(layout, image.tag))) {
    await loadImage(layout, await ensureBaseImage(image, progress), progress);
  }
}

/**
 * Gives an image that every node of a running cluster has the name that ends with its digest, as a registry
 * would, and returns that.
 *
 * @param image its name with a tag.
 * @throws Error when the nodes have different images under that name.
 */
export async function nameByDigest(layout: ClusterLayout, image: string): Promise<string> {
  const digests = await Promise.all(
    layout.nodes.map(async (node) => {
      const { stdout } = await runCtr(node, "images", "list", `name==${image}`);
      return /sha256:[0-9a-f]{64}/.exec(stdout)?.[0];
    }),
  );
  const [digest, ...others] = [...new Set(digests)];
  if (digest === undefined || others.length > 0) {
    throw new Error(`The nodes do not have one image '${image}': ${digests.join(", ")}.`);
  }
  const name = `${image.slice(0, image.lastIndexOf(":"))}@${digest}`;
  await Promise.all(
    layout.nodes.map((node) => runCtr(node, "images", "tag", "--force", image, name)),
  );
  return name;
}
