import type { ClusterLayout } from "./layout.ts";
import { containerdSocket } from "./node-components.ts";
import { runInNode } from "./node-namespaces.ts";

/** Whether every node of a running cluster has an image under a name. */
export async function everyNodeHasImage(layout: ClusterLayout, image: string): Promise<boolean> {
  const found = await Promise.all(
    layout.nodes.map(async (node) => {
      const { stdout } = await runInNode(node, [
        "ctr",
        "--address",
        containerdSocket,
        "--namespace",
        "k8s.io",
        "images",
        "list",
        "--quiet",
        `name==${image}`,
      ]);
      return stdout.trim() === image;
    }),
  );
  return found.every(Boolean);
}
