import { runCtr } from "./ctr.ts";
import type { ClusterLayout } from "./layout.ts";

/** Whether every node of a running cluster has an image under a name. */
export async function everyNodeHasImage(layout: ClusterLayout, image: string): Promise<boolean> {
  const found = await Promise.all(
    layout.nodes.map(async (node) => {
      const { stdout } = await runCtr(node, "images", "list", "--quiet", `name==${image}`);
      return stdout.trim() === image;
    }),
  );
  return found.every(Boolean);
}
