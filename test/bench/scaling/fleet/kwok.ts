import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tryKubectl } from "../../../cluster/kubectl.ts";
import type { ClusterLayout } from "../../../cluster/layout.ts";
import { waitFor } from "../../../cluster/wait-for.ts";
import { applyObjects } from "../../../e2e/cluster-access.ts";
import { ensureGoModule } from "../../../tools/go-module.ts";
import { ensureGoTool, goTools } from "../../../tools/go-tools.ts";
import type { Progress } from "../../../tools/progress.ts";
import { PLAYED_NODE } from "./fleet-objects.ts";

const NODE_NAME = "kwok";

/** What is kept of kwok's messages, in characters. */
const MAX_ERROR_TEXT = 2000;

/** kwok's own descriptions of what a kubelet does, without chaos and without delay. */
const STAGES = [
  "node/fast/node-initialize.yaml",
  "pod/fast/pod-ready.yaml",
  "pod/fast/pod-delete.yaml",
];

async function writeStages(file: string): Promise<void> {
  const { module, version } = goTools.kwok;
  const folder = join(await ensureGoModule(module, "sigs.k8s.io/kwok", version), "kustomize/stage");
  const stages = STAGES.map(async (name) => await readFile(join(folder, name), "utf8"));
  await writeFile(file, (await Promise.all(stages)).join("\n---\n"));
}

/** A node whose pods are played: they are said to be Ready, and nothing runs. */
function buildNode(): object {
  const capacity = { cpu: "10k", memory: "10Ti", pods: "10k", "ephemeral-storage": "10Ti" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: NODE_NAME,
      labels: {
        ...PLAYED_NODE,
        "kubernetes.io/hostname": NODE_NAME,
        "topology.kubernetes.io/zone": NODE_NAME,
      },
    },
    spec: {
      taints: Object.entries(PLAYED_NODE).map(([key, value]) => ({
        key,
        value,
        effect: "NoSchedule",
      })),
    },
    status: { allocatable: capacity, capacity },
  };
}

/** The addresses that kwok says its pods have: those of nodes that this cluster does not have. */
function toPodRange({ slot }: ClusterLayout): string {
  return `198.19.${slot * 32 + 16}.0/20`;
}

/**
 * Starts kwok as a process of this machine, for one node that it makes.
 *
 * @returns what ends it. The node and its pods go with the cluster.
 */
export async function startKwok(
  layout: ClusterLayout,
  progress: Progress,
): Promise<() => Promise<void>> {
  const binary = await ensureGoTool("kwok", progress);
  const folder = await mkdtemp(join(tmpdir(), "berth-kwok-"));
  const stages = join(folder, "stages.yaml");
  await writeStages(stages);
  const [[key, value]] = Object.entries(PLAYED_NODE) as [[string, string]];
  const command = [
    binary,
    `--kubeconfig=${layout.kubeconfig}`,
    `--config=${stages}`,
    `--manage-nodes-with-label-selector=${key}=${value}`,
    `--cidr=${toPodRange(layout)}`,
    "--v=WARN",
  ];
  // It ends with this process, however that ends.
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...command], {
    env: { PATH: process.env["PATH"], HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  // Told where it matters: for a pod whose status it finds changed it says so, and plays it again.
  let errorText = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errorText = (errorText + text).slice(-MAX_ERROR_TEXT);
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await applyObjects(buildNode());
    const ready = ["wait", `node/${NODE_NAME}`, "--for=condition=Ready", "--timeout=2s"];
    await waitFor(
      "kwok's node",
      60,
      async () => (await tryKubectl(layout.kubeconfig, ready)) !== undefined,
    );
  } catch (error) {
    await stop();
    throw new Error(`kwok did not play its node: ${errorText}`, { cause: error });
  }
  return stop;
}
