import { hasImage, tagImage } from "../cluster/builder.ts";
import { buildFromDockerfile } from "../cluster/images.ts";
import { CommandError, runCommand } from "../tools/command.ts";
import type { Progress } from "../tools/progress.ts";

/** Builds images and, for a cluster that pulls them, pushes them. */
export interface ImageBuilder {
  /** For people: what builds. */
  name: string;
  has: (tag: string) => Promise<boolean>;
  build: (folder: string, tag: string, buildArguments: Record<string, string>) => Promise<void>;
  /** Gives an image another name besides its own. */
  tag: (tag: string, other: string) => Promise<void>;
  push: (tag: string) => Promise<void>;
}

/** Builds into the store of the test clusters, on base images that are made on this machine. */
export function createStoreBuilder(progress: Progress): ImageBuilder {
  return {
    name: "the store of the test clusters",
    has: hasImage,
    async build(folder, tag, buildArguments) {
      await buildFromDockerfile(folder, tag, undefined, progress, buildArguments);
    },
    tag: tagImage,
    push: () => Promise.reject(new Error("The store of the test clusters pushes to no registry.")),
  };
}

/** Builds with a program of the user's that has the words of Docker. */
function createDockerBuilder(program: string, progress: Progress): ImageBuilder {
  return {
    name: program,
    async has(tag) {
      return await runCommand([program, "image", "inspect", tag]).then(
        () => true,
        () => false,
      );
    },
    async build(folder, tag, buildArguments) {
      await progress.step(`build image ${tag}`, async () => {
        await runCommand([
          program,
          "build",
          "--tag",
          tag,
          ...Object.entries(buildArguments).flatMap(([name, value]) => [
            "--build-arg",
            `${name}=${value}`,
          ]),
          folder,
        ]);
      });
    },
    async tag(tag, other) {
      await runCommand([program, "tag", tag, other]);
    },
    async push(tag) {
      await progress.step(`push image ${tag}`, async () => {
        await runCommand([program, "push", tag]);
      });
    },
  };
}

/**
 * Finds what builds images on the user's machine: Docker or Podman, the first that answers.
 *
 * @throws Error when neither does.
 */
export async function findImageBuilder(progress: Progress): Promise<ImageBuilder> {
  for (const program of ["docker", "podman"]) {
    try {
      await runCommand([program, "info"]);
      return createDockerBuilder(program, progress);
    } catch (error) {
      if (!(error instanceof CommandError)) {
        throw error;
      }
    }
  }
  throw new Error(
    "Neither docker nor podman answers, and one of them builds the images for a cluster of your own. Start it, then try again.",
  );
}
