import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { runKubectl } from "../../cluster/kubectl.ts";
import type { ClusterLayout } from "../../cluster/layout.ts";
import { ensureGoModule } from "../../tools/go-module.ts";
import { goTools } from "../../tools/go-tools.ts";
import { KEDA_IMAGES, prepareKedaImages } from "./scaling-images.ts";

const NAMESPACE = "keda";
const API_SERVICE = "v1beta1.external.metrics.k8s.io";
const DEPLOYMENTS = ["keda-operator", "keda-metrics-apiserver", "keda-admission"];
const TIMEOUT = "--timeout=300s";

/** KEDA's own manifests, with the images of its release as this machine has them. */
async function toKustomization(folder: string): Promise<string> {
  const module = await ensureGoModule(
    "keda",
    "github.com/kedacore/keda/v2",
    goTools["keda-operator"].version,
  );
  const ifNotPresent = {
    op: "replace",
    path: "/spec/template/spec/containers/0/imagePullPolicy",
    value: "IfNotPresent",
  };
  return JSON.stringify({
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    // It takes no absolute path.
    resources: [relative(await realpath(folder), join(module, "config", "default"))],
    images: KEDA_IMAGES.map(({ name, tag }) => ({ name, newTag: tag })),
    patches: [{ target: { kind: "Deployment" }, patch: JSON.stringify([ifNotPresent]) }],
  });
}

async function withKustomization(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "berth-keda-"));
  try {
    await writeFile(join(folder, "kustomization.yaml"), await toKustomization(folder));
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The APIService goes first, since without its server no namespace can go; the operator after what waits for it. */
async function removeKeda({ kubeconfig }: ClusterLayout): Promise<void> {
  const remove = async (...objects: string[]): Promise<void> => {
    await runKubectl(kubeconfig, ["delete", ...objects, "--ignore-not-found", TIMEOUT]);
  };
  await remove("apiservice", API_SERVICE);
  const kinds = await runKubectl(kubeconfig, ["get", "crd", "--output=name"]);
  const definitions = kinds.split("\n").filter((name) => name.endsWith(".keda.sh"));
  if (definitions.length > 0) {
    await remove(...definitions);
  }
  await withKustomization(async (folder) => {
    await remove(`--kustomize=${folder}`);
  });
}

async function waitForKeda({ kubeconfig }: ClusterLayout): Promise<void> {
  for (const name of DEPLOYMENTS) {
    const target = [`deployment/${name}`, `--namespace=${NAMESPACE}`, TIMEOUT];
    await runKubectl(kubeconfig, ["rollout", "status", ...target]);
  }
  const available = [`apiservice/${API_SERVICE}`, "--for=condition=Available", TIMEOUT];
  await runKubectl(kubeconfig, ["wait", ...available]);
}

/**
 * Installs KEDA as its users do, and waits until the API server gets metrics of it.
 *
 * @returns what removes it again. One that was there before stays.
 */
export async function installKeda(layout: ClusterLayout): Promise<() => Promise<void>> {
  const { kubeconfig } = layout;
  const find = ["get", "apiservice", API_SERVICE, "--ignore-not-found"];
  if ((await runKubectl(kubeconfig, find)) !== "") {
    await waitForKeda(layout);
    return () => Promise.resolve();
  }
  await prepareKedaImages(layout);
  try {
    await withKustomization(async (folder) => {
      await runKubectl(kubeconfig, ["apply", "--server-side", `--kustomize=${folder}`]);
    });
    await waitForKeda(layout);
  } catch (error) {
    await removeKeda(layout);
    throw error;
  }
  return async () => {
    await removeKeda(layout);
  };
}
