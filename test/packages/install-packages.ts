import { runCommand } from "../tools/command.ts";
import {
  type Manifest,
  PUBLISHED,
  type PublishedName,
  readManifest,
  type Tarballs,
  writeManifest,
} from "./packed-packages.ts";

/** How long npm may take, which asks the registry for what its cache has not. */
const INSTALL_TIMEOUT_SECONDS = 300;

/** A range that names a published package under another name, as in `npm:@berth/berth@1.0.0`. */
const ALIAS = /^npm:(.+)@[^@]+$/;

/** The published package that a dependency is, whatever it is called; undefined for those of others. */
function toPublishedName(name: string, range: string): PublishedName | undefined {
  const target = ALIAS.exec(range)?.[1] ?? name;
  return target in PUBLISHED ? (target as PublishedName) : undefined;
}

/** The ranges of the published packages that a program asks for, by their names. */
export function listPublishedRanges({ dependencies = {} }: Manifest): [PublishedName, string][] {
  return Object.entries(dependencies).flatMap(([name, range]): [PublishedName, string][] => {
    const published = toPublishedName(name, range);
    return published === undefined ? [] : [[published, range.split("@").at(-1) ?? range]];
  });
}

/**
 * Installs what the `package.json` of a folder asks for, with the published packages from their files.
 *
 * What they need of each other comes from the files too; all else from the cache of npm, or from the
 * registry. Install scripts do not run: that of `@pulumi/kubernetes` would fetch a plugin.
 *
 * @throws CommandError with what npm printed.
 */
export async function installPackages(folder: string, tarballs: Tarballs): Promise<void> {
  const manifest = await readManifest(folder);
  const dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies ?? {}).map(([name, range]) => {
      const published = toPublishedName(name, range);
      return [name, published === undefined ? range : `file:${tarballs[published]}`];
    }),
  );
  const overrides = Object.fromEntries(
    Object.entries(tarballs)
      .filter(([name]) => !(name in dependencies))
      .map(([name, file]) => [name, `file:${file}`]),
  );
  await writeManifest(folder, { ...manifest, dependencies, overrides });
  await runCommand(
    ["npm", "install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"],
    { cwd: folder, timeoutSeconds: INSTALL_TIMEOUT_SECONDS },
  );
}
