import type { CommandResult } from "../tools/command.ts";
import type { NodeLayout } from "./layout.ts";
import { containerdSocket } from "./node-components.ts";
import { runInNode } from "./node-namespaces.ts";

/** Runs containerd's own client in a node, on the images and containers of Kubernetes. */
export async function runCtr(node: NodeLayout, ...args: string[]): Promise<CommandResult> {
  return await runInNode(node, [
    "ctr",
    ...["--address", containerdSocket, "--namespace", "k8s.io"],
    ...args,
  ]);
}
