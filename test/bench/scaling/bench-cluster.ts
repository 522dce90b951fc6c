import { createCluster } from "../../cluster/create-cluster.ts";
import type { ClusterLayout } from "../../cluster/layout.ts";
import { removeCluster } from "../../cluster/remove-cluster.ts";
import { withLock } from "../../tools/lock.ts";
import type { Progress } from "../../tools/progress.ts";
import { type ApiClient, createApiClient } from "./api-client.ts";

/**
 * The cluster of the measurements. It is none of the tests': there is one custom metrics API in a
 * cluster, and a node that nobody runs looks like a broken one to those who wait for all of them.
 */
const NAME = "bench";

const NODES = 2;

/** What a measurement works on. */
export interface Bench {
  layout: ClusterLayout;
  api: ApiClient;
  progress: Progress;
}

/**
 * Brings a cluster up for some work and takes it down after it, also when the work fails: whatever the
 * work makes there is gone with it. For that long, `KUBECONFIG` of this process is that of the cluster.
 */
export async function withBenchCluster<T>(
  progress: Progress,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const { KUBECONFIG: kubeconfig } = process.env;
  return await withLock(`cluster-${NAME}`, async () => {
    try {
      const layout = await createCluster(NAME, NODES, progress);
      process.env["KUBECONFIG"] = layout.kubeconfig;
      const api = await createApiClient(layout);
      try {
        return await work({ layout, api, progress });
      } finally {
        api.close();
      }
    } finally {
      if (kubeconfig === undefined) {
        delete process.env["KUBECONFIG"];
      } else {
        process.env["KUBECONFIG"] = kubeconfig;
      }
      await progress.step(`take '${NAME}' down`, async () => {
        await removeCluster(NAME);
      });
    }
  });
}
