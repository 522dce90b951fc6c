import { readFile } from "node:fs/promises";
import { buildApiServer } from "../../cluster/control-plane.ts";
import { tryKubectl } from "../../cluster/kubectl.ts";
import { type ClusterLayout, controlPlaneNode } from "../../cluster/layout.ts";
import { listNamespaceProcesses } from "../../cluster/network.ts";
import { startDaemon } from "../../cluster/node-namespaces.ts";
import { waitFor } from "../../cluster/wait-for.ts";
import { ensureGoTool } from "../../tools/go-tools.ts";
import { createProgress } from "../../tools/progress.ts";

/** How the daemons of a node are told apart: by argument zero of their one binary. */
const NAME = "kube-apiserver";

const BACK_SECONDS = 120;

/** Kills the API server of a cluster, in the middle of what it does, and waits until it has gone. */
export async function killApiServer(layout: ClusterLayout): Promise<void> {
  const pids = await findApiServer(layout);
  if (pids.length === 0) {
    throw new Error("There is no API server to be killed.");
  }
  pids.forEach((pid) => process.kill(pid, "SIGKILL"));
  await waitFor("the end of the API server", BACK_SECONDS, async () => {
    return (await findApiServer(layout)).length === 0;
  });
}

/** Starts the API server as it was, unless it runs, and waits until it answers. */
export async function startApiServer(layout: ClusterLayout): Promise<void> {
  if ((await findApiServer(layout)).length === 0) {
    const executable = await ensureGoTool("kubernetes", createProgress());
    await startDaemon(controlPlaneNode(layout), buildApiServer(layout, executable));
  }
  await waitFor("the API server", BACK_SECONDS, async () => {
    return (await tryKubectl(layout.kubeconfig, ["get", "--raw=/readyz"])) === "ok";
  });
}

async function findApiServer(layout: ClusterLayout): Promise<number[]> {
  const pids = await listNamespaceProcesses(controlPlaneNode(layout).networkNamespace);
  const names = await Promise.all(
    pids.map(async (pid) => {
      const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return words.split("\0")[0];
    }),
  );
  return pids.filter((_, index) => names[index] === NAME);
}
