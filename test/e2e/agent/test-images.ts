import { cp, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildFromDockerfile } from "../../cluster/images.ts";
import { hasImage, saveImage } from "../../cluster/builder.ts";
import { ensureNodesHaveImage } from "../../cluster/node-images.ts";
import { type ImageContext, stageAgent, stageRuntime } from "../../demo/images.ts";
import { createProgress } from "../../tools/progress.ts";
import { findLayout } from "../find-layout.ts";

const progress = createProgress();

/** The images of the tests, on every node. */
export interface TestImages {
  /** An agent that works as long as it is asked to. */
  worker: string;
  /** The same, of a later version. */
  nextWorker: string;
  /** The same, which ends at its start. */
  brokenWorker: string;
  /** Programs that call agents. */
  driver: string;
  /** What agents build on, and what a sidecar is. */
  runtime: string;
  /** What it takes, in bytes. */
  runtimeBytes: number;
}

/** Builds the image of a folder where it is not built yet, puts it on every node, and returns its name. */
export async function toNodes(
  { name, tag, folder }: ImageContext,
  buildArguments: Record<string, string> = {},
): Promise<string> {
  const image = `berth.test/${name}:${tag}`;
  if (!(await hasImage(image))) {
    await buildFromDockerfile(folder, image, undefined, progress, buildArguments);
  }
  await ensureNodesHaveImage(await findLayout(), image, progress);
  return image;
}

/** Builds the images of the tests where they are not built yet, and puts them on every node. */
export async function prepareTestImages(): Promise<TestImages> {
  const folder = await mkdtemp(join(tmpdir(), "berth-images-"));
  try {
    const runtime = await stageRuntime(join(folder, "runtime"));
    const runtimeImage = await toNodes(runtime);
    const archive = join(folder, "runtime.tar");
    await saveImage(runtimeImage, archive);
    const { size: runtimeBytes } = await stat(archive);
    const build = async (source: string, version?: string): Promise<string> => {
      const changed = await mkdtemp(join(folder, "source-"));
      await cp(join(import.meta.dirname, "images", source), join(changed, source), {
        recursive: true,
      });
      if (version !== undefined) {
        await writeFile(join(changed, source, "version.ts"), version);
      }
      const staged = join(changed, "staged");
      const context = await stageAgent(join(changed, source), staged, runtime);
      return await toNodes(context, { RUNTIME_IMAGE: runtimeImage });
    };
    return {
      worker: await build("worker"),
      nextWorker: await build("worker", `export const version = "second";\n`),
      brokenWorker: await build(
        "worker",
        `throw new Error("the model's file is not in the image");\nexport const version = "";\n`,
      ),
      driver: await build("driver"),
      runtime: runtimeImage,
      runtimeBytes,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
