import { runNode, type ChildResult } from "./child.ts";

const CLUSTER_TOOL = "test/cluster/cli.ts";

/** The cluster every end-to-end group runs on. */
export const CLUSTER_NODES = 2;

/** No cluster answers. */
export class NoClusterError extends Error {
  constructor(reason: string) {
    super(`${reason}\nStart it with: npm run cluster -- up --nodes ${CLUSTER_NODES}`);
    this.name = "NoClusterError";
  }
}

async function ask(...parameters: string[]): Promise<ChildResult> {
  return await runNode([CLUSTER_TOOL, ...parameters], { output: "capture" });
}

/** Tells in one line why a cluster cannot run here, or undefined where it can. */
export async function findClusterObstacle(): Promise<string | undefined> {
  const { exitCode, stdout, stderr } = await ask("check");
  return exitCode === 0 ? undefined : toOneLine(stderr, stdout, "the cluster tool gave no reason");
}

/**
 * The path of the running cluster's kubeconfig.
 *
 * @throws NoClusterError when no cluster is up.
 */
export async function findKubeconfig(): Promise<string> {
  const { exitCode, stdout, stderr } = await ask("kubeconfig");
  if (exitCode !== 0) {
    throw new NoClusterError(toFirstLine(stderr, stdout, "No cluster is up."));
  }
  return stdout.trim();
}

/**
 * The version of the Kubernetes behind a kubeconfig: `v1.35.4`.
 *
 * @throws NoClusterError when its API server does not answer.
 */
export async function readKubernetesVersion(kubeconfig: string): Promise<string> {
  // Loaded here: it takes a second that only end-to-end groups have to wait for.
  const { KubeConfig, VersionApi } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  try {
    return (await config.makeApiClient(VersionApi).getCode()).gitVersion;
  } catch (error) {
    // What fetch itself says is only that it failed.
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new NoClusterError(`The API server of ${kubeconfig} does not answer: ${String(reason)}`);
  }
}

/** Tells whether a cluster is up. */
export async function isClusterUp(): Promise<boolean> {
  return (await ask("kubeconfig")).exitCode === 0;
}

/** Brings the cluster up, or leaves it up, and shows how far it is. False when that fails. */
export async function startCluster(signal?: AbortSignal): Promise<boolean> {
  const nodes = String(CLUSTER_NODES);
  const up = await runNode([CLUSTER_TOOL, "up", "--nodes", nodes], { output: "inherit", signal });
  return up.exitCode === 0;
}

/** Takes the cluster down. False when something of it stays behind. */
export async function stopCluster(): Promise<boolean> {
  return (await runNode([CLUSTER_TOOL, "down"], { output: "inherit" })).exitCode === 0;
}

/** The first text that says something, all of its lines in one. */
function toOneLine(...texts: string[]): string {
  const text = texts.find((text) => text.trim() !== "") ?? "";
  return text
    .trim()
    .split(/\s*\n\s*/)
    .join(" ");
}

function toFirstLine(...texts: string[]): string {
  return texts.map((text) => text.trim().split("\n")[0] ?? "").find((line) => line !== "") ?? "";
}
