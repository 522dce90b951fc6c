import { runCtr } from "./ctr.ts";
import type { Progress } from "../tools/progress.ts";
import { loadImage } from "./images.ts";
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
