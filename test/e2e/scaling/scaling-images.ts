import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BaseImage } from "../../cluster/base-images.ts";
import type { ClusterLayout } from "../../cluster/layout.ts";
import { ensureNodesHaveBaseImage } from "../../cluster/node-images.ts";
import { ensureGoTool, goToolKey, type GoToolName, goTools } from "../../tools/go-tools.ts";
import { createProgress } from "../../tools/progress.ts";

/** An image of one static program, where upstream's image has it and as the user it runs as there. */
interface ProgramImage {
  /** The name without the tag. */
  name: string;
  tag: string;
  tool: GoToolName;
  /** The path of the program, which is also what the image starts. */
  path: string;
  user: string;
}

const NOBODY = "65534:65534";
/** The user `nonroot` of the images that KEDA's are built on. */
const NONROOT = "65532:65532";

const PROMETHEUS: ProgramImage = {
  name: "quay.io/prometheus/prometheus",
  tag: `v${goTools.prometheus.version}`,
  tool: "prometheus",
  path: "/bin/prometheus",
  user: NOBODY,
};

const ADAPTER: ProgramImage = {
  name: "registry.k8s.io/prometheus-adapter/prometheus-adapter",
  tag: `v${goTools["prometheus-adapter"].version}`,
  tool: "prometheus-adapter",
  path: "/adapter",
  user: NOBODY,
};

function toKedaImage(name: string, tool: GoToolName, path: string): ProgramImage {
  return {
    name: `ghcr.io/kedacore/${name}`,
    tag: goTools[tool].version,
    tool,
    path,
    user: NONROOT,
  };
}

/** The images that the manifests of KEDA name, with the tag of its release. */
export const KEDA_IMAGES: readonly ProgramImage[] = [
  toKedaImage("keda", "keda-operator", "/keda"),
  toKedaImage("keda-metrics-apiserver", "keda-adapter", "/keda-adapter"),
  toKedaImage("keda-admission-webhooks", "keda-webhooks", "/keda-admission-webhooks"),
];

function toBaseImage({ name, tag, tool, path, user }: ProgramImage): BaseImage {
  return {
    tag: `${name}:${tag}`,
    recipe: 1,
    contents: async () => [await goToolKey(tool)],
    async fill(rootfs, progress) {
      const program = join(rootfs, path);
      await mkdir(dirname(program), { recursive: true });
      await copyFile(await ensureGoTool(tool, progress), program);
      return [`USER ${user}`, `ENTRYPOINT ["${path}"]`];
    },
  };
}

async function prepare(layout: ClusterLayout, images: readonly ProgramImage[]): Promise<void> {
  const progress = createProgress();
  for (const image of images) {
    await ensureNodesHaveBaseImage(layout, toBaseImage(image), progress);
  }
}

/** Makes the images of Prometheus and of its adapter where they are not made yet, and puts them on every node. */
export async function preparePrometheusImages(layout: ClusterLayout): Promise<void> {
  await prepare(layout, [PROMETHEUS, ADAPTER]);
}

/** The same for the images of KEDA, whose programs take twenty minutes to build. */
export async function prepareKedaImages(layout: ClusterLayout): Promise<void> {
  await prepare(layout, KEDA_IMAGES);
}
