import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasImage } from "../../cluster/builder.ts";
import { buildFromDockerfile } from "../../cluster/images.ts";
import type { ClusterLayout } from "../../cluster/layout.ts";
import { ensureNodesHaveImage } from "../../cluster/node-images.ts";
import { type ImageContext, stageAgent, stageRuntime } from "../../demo/images.ts";
import type { Progress } from "../../tools/progress.ts";

const SOURCES = join(import.meta.dirname, "../../e2e/agent/images");

/** Images of the end-to-end tests: an agent that works as long as it is asked to, and who asks it. */
export type AgentImageName = "worker" | "driver";

/** Puts images of the end-to-end tests on every node of a cluster, by the packages as they are built now. */
export async function loadAgentImages<Name extends AgentImageName>(
  layout: ClusterLayout,
  names: readonly Name[],
  progress: Progress,
): Promise<Record<Name, string>> {
  const folder = await mkdtemp(join(tmpdir(), "berth-images-"));
  try {
    const runtime = await stageRuntime(join(folder, "runtime"));
    const base = { RUNTIME_IMAGE: await buildImage(runtime, {}, progress) };
    const images = {} as Record<Name, string>;
    for (const name of names) {
      const source = join(folder, name);
      await cp(join(SOURCES, name), source, { recursive: true });
      const context = await stageAgent(source, `${source}-staged`, runtime);
      images[name] = await buildImage(context, base, progress);
      await ensureNodesHaveImage(layout, images[name], progress);
    }
    return images;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildImage(
  { name, tag, folder }: ImageContext,
  buildArguments: Record<string, string>,
  progress: Progress,
): Promise<string> {
  const image = `berth.test/${name}:${tag}`;
  if (!(await hasImage(image))) {
    await buildFromDockerfile(folder, image, undefined, progress, buildArguments);
  }
  return image;
}
