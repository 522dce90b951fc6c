import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { runCommand } from "../tools/command.ts";

/** The published packages, each with the folder of its workspace. */
export const PUBLISHED = {
  "@berth/contract": "contract",
  "@berth/berth": "sdk",
  "@berth/agent-runtime": "agent-runtime",
} as const;

export type PublishedName = keyof typeof PUBLISHED;

/** The file of each published package, as `npm publish` would upload it. */
export type Tarballs = Readonly<Record<PublishedName, string>>;

const manifestSchema = z.looseObject({
  version: z.string().optional(),
  files: z.array(z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
});

/** The members of a `package.json` that these tests look at or change. */
export type Manifest = z.output<typeof manifestSchema>;

export async function readManifest(folder: string): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await readFile(join(folder, "package.json"), "utf8")));
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Makes a folder outside of the work tree, where Node finds none of its packages. */
export async function createFreshFolder(): Promise<string> {
  return await realpath(await mkdtemp(join(tmpdir(), "berth-packages-")));
}

/** Packs the package of a folder, which must be built, and returns the path of the file. */
async function packFolder(folder: string, destination: string): Promise<string> {
  await mkdir(destination, { recursive: true });
  const pack = ["npm", "pack", "--silent", "--pack-destination", destination] as const;
  const { stdout } = await runCommand(pack, { cwd: folder });
  return join(destination, stdout.trim());
}

/** Packs every published package as it is built in the work tree. */
export async function packPublished(destination: string): Promise<Tarballs> {
  const packed: [string, string][] = [];
  for (const [name, workspace] of Object.entries(PUBLISHED)) {
    packed.push([name, await packFolder(join(ROOT_FOLDER, workspace), destination)]);
  }
  return Object.fromEntries(packed) as Tarballs;
}

/** Packs a copy of a package whose `package.json` was changed, and returns the path of the file. */
export async function packChanged(
  name: PublishedName,
  change: (manifest: Manifest) => Manifest,
  destination: string,
): Promise<string> {
  const copy = await createFreshFolder();
  try {
    await cp(join(ROOT_FOLDER, PUBLISHED[name]), copy, { recursive: true });
    await writeManifest(copy, change(await readManifest(copy)));
    return await packFolder(copy, join(destination, "changed"));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
