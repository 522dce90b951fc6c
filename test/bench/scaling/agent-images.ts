import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasImage } from "../../cluster/builder.ts";
import { buildFromDockerfile } from "../../cluster/images.ts";
import type { ClusterLayout } from "../../cluster/layout.ts";
import { ensureNodesHaveImage } from "../../cluster/node-images.ts";
import { type ImageContext, stageAgent, stageRuntime } from "../../demo/images.ts";
import type { Progress } from "../../tools/progress.ts";

/** Of the end-to-end tests: `worker` works as long as it is asked to, and `driver` asks it. */
const TEST_IMAGES = new URL("../../e2e/agent/images/", import.meta.url);

/**
 * Puts images on every node of a cluster, by the packages as they are built now.
 *
 * @param names are those of their folders.
 * @param sources has these folders. Defaults to the images `worker` and `driver` of the end-to-end tests.
 */
export async function loadAgentImages<Name extends string>(
  layout: ClusterLayout,
  names: readonly Name[],
  progress: Progress,
  sources: URL = TEST_IMAGES,
): Promise<Record<Name, string>> {
  const folder = await mkdtemp(join(tmpdir(), "berth-images-"));
  try {
    const runtime = await stageRuntime(join(folder, "runtime"));
    const base = { RUNTIME_IMAGE: await buildImage(runtime, {}, progress) };
    const images = {} as Record<Name, string>;
    for (const name of names) {
      const source = join(folder, name);
      await cp(fileURLToPath(new URL(name, sources)), source, { recursive: true });
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
