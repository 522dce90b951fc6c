import { runCommand, type CommandResult } from "../tools/command.ts";
import { cacheDirectory } from "../tools/cache-directory.ts";
import { inOwnNamespaces } from "./own-namespaces.ts";

/**
 * Runs a command that builds a root file system, in namespaces of its own.
 *
 * When the tool is killed, the whole build goes with it and no mount stays on the machine.
 */
export async function runConfined(
  command: readonly string[],
  cwd?: string,
): Promise<CommandResult> {
  return await runCommand([...inOwnNamespaces, ...command], cwd === undefined ? {} : { cwd });
}

/** Runs buildah on the image store of the test clusters. */
async function buildah(...args: string[]): Promise<CommandResult> {
  return await runConfined([
    "buildah",
    "--root",
    cacheDirectory("buildah", "storage"),
    "--runroot",
    cacheDirectory("buildah", "run"),
    "--storage-driver",
    "overlay",
    ...args,
  ]);
}

/**
 * Builds an image from a folder with a Dockerfile, without a network of its own making and without a
 * registry: its base must be an image of the store.
 *
 * @param mounts files of this machine that its commands read, by their paths in the image.
 */
export async function buildImage(
  context: string,
  tag: string,
  dockerfile?: string,
  buildArguments: Readonly<Record<string, string>> = {},
  mounts: Readonly<Record<string, string>> = {},
): Promise<void> {
  await buildah(
    "build",
    "--isolation",
    "chroot",
    "--pull-never",
    "--layers",
    "--tag",
    tag,
    ...Object.entries(mounts).map(([path, file]) => `--volume=${file}:${path}:ro`),
    ...(dockerfile === undefined ? [] : ["--file", dockerfile]),
    ...Object.entries(buildArguments).flatMap(([name, value]) => [
      "--build-arg",
      `${name}=${value}`,
    ]),
    context,
  );
}

/** Whether the store has an image under this name. */
export async function hasImage(tag: string): Promise<boolean> {
  return await buildah("inspect", "--type", "image", tag).then(
    () => true,
    () => false,
  );
}

/** Gives an image of the store another name besides its own. */
export async function tagImage(tag: string, other: string): Promise<void> {
  await buildah("tag", tag, other);
}

/** Writes an image of the store into an archive that containerd can import. */
export async function saveImage(tag: string, archive: string): Promise<void> {
  await buildah("push", tag, `docker-archive:${archive}:${tag}`);
}
