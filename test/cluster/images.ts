import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory } from "../tools/cache-directory.ts";
import { exists } from "../tools/exists.ts";
import { withLock } from "../tools/lock.ts";
import type { Progress } from "../tools/progress.ts";
import { dockerfileBases, type BaseImage } from "./base-images.ts";
import { buildImage, hasImage, saveImage } from "./builder.ts";
import { runCtr } from "./ctr.ts";
import { prepareBuildTrust } from "./build-trust.ts";
import type { ClusterLayout, NodeLayout } from "./layout.ts";

/** Names the archive of a base image by all that decides what is inside. */
export async function archiveName({ tag, recipe, contents }: BaseImage): Promise<string> {
  const decisive = JSON.stringify([recipe, await contents()]);
  const key = createHash("sha256").update(decisive).digest("hex").slice(0, 8);
  return `${tag.replaceAll(/[^A-Za-z0-9.]+/g, "-")}-${key}.tar`;
}

async function buildBaseImage(
  image: BaseImage,
  archive: string,
  progress: Progress,
): Promise<void> {
  await mkdir(cacheDirectory("images"), { recursive: true });
  const context = await mkdtemp(cacheDirectory("images", ".building-"));
  try {
    const rootfs = join(context, "rootfs");
    await mkdir(rootfs);
    const lines = await image.fill(rootfs, progress);
    await writeFile(
      join(context, "Dockerfile"),
      ["FROM scratch", "COPY rootfs/ /", ...lines, ""].join("\n"),
    );
    await buildImage(context, image.tag);
    await saveImage(image.tag, join(context, "image.tar"));
    await rename(join(context, "image.tar"), archive);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** Returns the archive of a base image; builds image and archive when the cache has none. */
export async function ensureBaseImage(image: BaseImage, progress: Progress): Promise<string> {
  const archive = cacheDirectory("images", await archiveName(image));
  if (!(await exists(archive))) {
    await withLock(`image-${image.tag}`, async () => {
      if (!(await exists(archive))) {
        await progress.step(`make image ${image.tag}`, async () => {
          await buildBaseImage(image, archive, progress);
        });
      }
    });
  }
  return archive;
}

/** Imports an image archive into the container runtime of a node. */
export async function importArchive(node: NodeLayout, archive: string): Promise<void> {
  await runCtr(node, "images", "import", archive);
}

/** The base images that the text of a Dockerfile names, in its own words or in full. */
export function findBases(dockerfile: string): BaseImage[] {
  return dockerfileBases.filter(({ tag }) =>
    dockerfile.includes(tag.replace("docker.io/library/", "")),
  );
}

/**
 * Builds an image from a folder with an ordinary Dockerfile, into the store of the test clusters.
 *
 * The upstream images that Dockerfiles build on are made first when the Dockerfile names them.
 */
export async function buildFromDockerfile(
  context: string,
  tag: string,
  dockerfile: string | undefined,
  progress: Progress,
  buildArguments: Readonly<Record<string, string>> = {},
): Promise<void> {
  const text = await readFile(dockerfile ?? join(context, "Dockerfile"), "utf8");
  const bases = findBases(text);
  for (const image of bases) {
    await ensureBaseImage(image, progress);
  }
  await progress.step(`build image ${tag}`, async () => {
    const mounts = await prepareBuildTrust(bases);
    await buildImage(context, tag, dockerfile, buildArguments, mounts);
  });
}

/**
 * Puts an image on every node of a running cluster.
 *
 * @param image an image of the store, or an archive that `docker save` or `buildah push` wrote.
 * @throws Error when it is neither.
 */
export async function loadImage(
  layout: ClusterLayout,
  image: string,
  progress: Progress,
): Promise<void> {
  const isArchive = (await stat(image).catch(() => undefined))?.isFile() === true;
  if (!isArchive && !(await hasImage(image))) {
    throw new Error(
      `'${image}' is neither a file nor an image of the test clusters' store. Build it first: npm run cluster -- build FOLDER --tag ${image}`,
    );
  }
  const scratch = await mkdtemp(join(layout.directory, ".load-"));
  try {
    const archive = isArchive ? image : join(scratch, "image.tar");
    if (!isArchive) {
      await saveImage(image, archive);
    }
    await progress.step(`load ${image} on ${layout.nodes.length} nodes`, async () => {
      await Promise.all(
        layout.nodes.map(async (node) => {
          await importArchive(node, archive);
        }),
      );
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
