import { basename, dirname } from "node:path";
import { findCluster } from "../cluster/cluster-state.ts";
import type { ClusterLayout } from "../cluster/layout.ts";

/** The layout of the test cluster whose kubeconfig the runner hands out. */
export async function findLayout(): Promise<ClusterLayout> {
  const kubeconfig = process.env["KUBECONFIG"] ?? "";
  const cluster = await findCluster(basename(dirname(kubeconfig)));
  if (cluster?.layout.kubeconfig !== kubeconfig) {
    throw new Error(
      `'KUBECONFIG' (${kubeconfig}) must be that of a test cluster. Start the tests with npm run e2e -- GROUP.`,
    );
  }
  return cluster.layout;
}
