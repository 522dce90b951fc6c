import { mkdir, readFile } from "node:fs/promises";
import { stringify } from "yaml";
import { ensureGoTool } from "../tools/go-tools.ts";
import type { Progress } from "../tools/progress.ts";
import { buildCoreDns, buildNetworkPolicyRole } from "./addons.ts";
import { nodeImages } from "./base-images.ts";
import { writeCertificates } from "./certificates.ts";
import { createCgroups } from "./cgroups.ts";
import { findCluster, markComplete, registerCluster } from "./cluster-state.ts";
import {
  buildApiServer,
  buildControllerManager,
  buildEtcd,
  buildScheduler,
  componentKubeconfig,
} from "./control-plane.ts";
import { runCtr } from "./ctr.ts";
import { ensureBaseImage, importArchive } from "./images.ts";
import { runKubectl, tryKubectl } from "./kubectl.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { controlPlaneNode, type ClusterLayout, type NodeLayout } from "./layout.ts";
import { createNetwork, hasHostLink } from "./network.ts";
import {
  buildContainerd,
  buildKubelet,
  buildKubeProxy,
  buildNetworkPolicies,
  networkPolicyRules,
  writeNodeConfiguration,
} from "./node-components.ts";
import {
  logFile,
  nodeIsAlive,
  runInNode,
  startDaemon,
  startNodeNamespaces,
} from "./node-namespaces.ts";
import { ensurePrerequisites } from "./prerequisites.ts";
import { removeCluster } from "./remove-cluster.ts";
import { waitFor } from "./wait-for.ts";

const API_TIMEOUT_SECONDS = 120;
const NODE_TIMEOUT_SECONDS = 120;

interface Binaries {
  kubernetes: string;
  networkPolicies: string;
  pause: string;
  archives: string[];
}

async function prepareBinaries(progress: Progress): Promise<Binaries> {
  const pause = await ensureGoTool("pause", progress);
  const kubernetes = await ensureGoTool("kubernetes", progress);
  const networkPolicies = await ensureGoTool("kube-network-policies", progress);
  const archives: string[] = [];
  for (const image of nodeImages) {
    archives.push(await ensureBaseImage(image, progress));
  }
  return { kubernetes, networkPolicies, pause, archives };
}

/** Fails with the end of a daemon's log when the daemon does not do in time what is waited for. */
async function withLog<T>(node: NodeLayout, daemon: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const file = logFile(node, daemon);
    const lines = (await readFile(file, "utf8").catch(() => ""))
      .trim()
      .split("\n")
      .slice(-8)
      .join("\n");
    throw new Error(
      `${error instanceof Error ? error.message : String(error)} The end of ${file}:\n${lines}`,
      {
        cause: error,
      },
    );
  }
}

async function writeFiles(layout: ClusterLayout): Promise<void> {
  await mkdir(layout.pki, { recursive: true });
  await writeCertificates(layout);
  await writeKubeconfig(layout, "admin", layout.kubeconfig);
  const components = [
    "kube-controller-manager",
    "kube-scheduler",
    "kube-proxy",
    "kube-network-policies",
  ];
  for (const component of [...components, ...layout.nodes.map((node) => node.name)]) {
    await writeKubeconfig(layout, component, componentKubeconfig(layout, component));
  }
  for (const node of layout.nodes) {
    await writeNodeConfiguration(layout, node);
  }
}

async function startControlPlane(layout: ClusterLayout, binaries: Binaries): Promise<void> {
  const node = controlPlaneNode(layout);
  await startDaemon(node, buildEtcd(layout, binaries.kubernetes));
  await startDaemon(node, buildApiServer(layout, binaries.kubernetes));
  await withLog(
    node,
    "kube-apiserver",
    waitFor(
      "the API server",
      API_TIMEOUT_SECONDS,
      async () => (await tryKubectl(layout.kubeconfig, ["get", "--raw=/readyz"])) === "ok",
    ),
  );
  await startDaemon(node, buildControllerManager(layout, binaries.kubernetes));
  await startDaemon(node, buildScheduler(layout, binaries.kubernetes));
}

async function startContainerRuntime(
  layout: ClusterLayout,
  node: NodeLayout,
  archives: string[],
): Promise<void> {
  await startDaemon(node, buildContainerd(node));
  await withLog(
    node,
    "containerd",
    waitFor(
      `containerd of ${node.name}`,
      NODE_TIMEOUT_SECONDS,
      async () =>
        await runCtr(node, "version").then(
          () => true,
          () => false,
        ),
    ),
  );
  for (const archive of archives) {
    await importArchive(node, archive);
  }
}

async function startNodeDaemons(
  layout: ClusterLayout,
  node: NodeLayout,
  binaries: Binaries,
): Promise<void> {
  for (const rule of networkPolicyRules) {
    await runInNode(node, rule);
  }
  await startDaemon(node, buildKubelet(layout, node, binaries.kubernetes));
  await startDaemon(node, buildKubeProxy(node, binaries.kubernetes));
  await startDaemon(node, buildNetworkPolicies(layout, node, binaries.networkPolicies));
}

async function applyAddons(layout: ClusterLayout): Promise<void> {
  const objects = [...buildNetworkPolicyRole(), ...buildCoreDns(layout)];
  await runKubectl(layout.kubeconfig, ["apply", "--server-side", "--filename=-"], {
    input: objects.map((object) => stringify(object)).join("---\n"),
  });
}

async function waitForNodes(layout: ClusterLayout): Promise<void> {
  const first = controlPlaneNode(layout);
  await withLog(
    first,
    "kubelet",
    waitFor(
      `${layout.nodes.length} ready nodes`,
      NODE_TIMEOUT_SECONDS,
      async () => await allNodesReady(layout),
    ),
  );
}

async function allNodesReady(layout: ClusterLayout): Promise<boolean> {
  const statuses = await tryKubectl(layout.kubeconfig, [
    "get",
    "nodes",
    '--output=jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}',
  ]);
  const ready = (statuses ?? "").split(" ").filter((status) => status === "True");
  return ready.length === layout.nodes.length;
}

/** Whether a cluster's nodes live and its API server says that they are ready. */
export async function isHealthy(layout: ClusterLayout): Promise<boolean> {
  // Without its link the question itself would leave the machine by the default route.
  if (!(await hasHostLink(layout))) {
    return false;
  }
  const alive = await Promise.all(layout.nodes.map(nodeIsAlive));
  return alive.every(Boolean) && (await allNodesReady(layout));
}

async function start(layout: ClusterLayout, binaries: Binaries, progress: Progress): Promise<void> {
  await progress.step("write certificates and configuration", async () => {
    await writeFiles(layout);
  });
  await progress.step(`make ${layout.nodes.length} nodes`, async () => {
    await createNetwork(layout);
    await createCgroups(layout);
    await Promise.all(
      layout.nodes.map(async (node) => {
        await startNodeNamespaces(node, binaries.pause);
      }),
    );
  });
  await progress.step("start control plane and container runtimes", async () => {
    await Promise.all([
      startControlPlane(layout, binaries),
      ...layout.nodes.map(async (node) => {
        await startContainerRuntime(layout, node, binaries.archives);
      }),
    ]);
  });
  await progress.step("start nodes and cluster DNS", async () => {
    await applyAddons(layout);
    await Promise.all(
      layout.nodes.map(async (node) => {
        await startNodeDaemons(layout, node, binaries);
      }),
    );
    await waitForNodes(layout);
    await runKubectl(layout.kubeconfig, [
      "--namespace=kube-system",
      "rollout",
      "status",
      "deployment/coredns",
      `--timeout=${NODE_TIMEOUT_SECONDS}s`,
    ]);
  });
}

/**
 * Brings a cluster up; does nothing when it is up already. What is left of one that was killed or lost
 * in a reboot is removed first.
 *
 * @throws MissingPrerequisiteError before anything is built; Error when the running cluster has another
 *   number of nodes, or when a component does not come up.
 */
export async function createCluster(
  name: string,
  nodeCount: number,
  progress: Progress,
): Promise<ClusterLayout> {
  await ensurePrerequisites(progress);
  const known = await findCluster(name);
  if (known?.complete === true && (await isHealthy(known.layout))) {
    if (known.layout.nodes.length !== nodeCount) {
      throw new Error(
        `The cluster '${name}' is up with ${known.layout.nodes.length} nodes, not ${nodeCount}. Take it down first: npm run cluster -- down`,
      );
    }
    return known.layout;
  }
  const binaries = await prepareBinaries(progress);
  await progress.step("remove what an earlier cluster left", async () => {
    await removeCluster(name);
  });
  const layout = await registerCluster(name, nodeCount);
  await start(layout, binaries, progress);
  await markComplete(layout);
  return layout;
}
