import { cp, mkdir, readFile, realpath } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

interface PackageFile {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
}

/** What no program reads at run time. The sources at the root are those of a package of this repository. */
const NOT_NEEDED = /\.(map|d\.[cm]?ts|tsbuildinfo)$|^(node_modules|src)$/;

async function readPackageFile(folder: string): Promise<PackageFile> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as PackageFile;
}

/** The folder of a package as the code of another one would find it. */
function findPackage(name: string, from: string): string | undefined {
  try {
    const file = findPackageJSON(name, pathToFileURL(join(from, "package.json")));
    return file === undefined ? undefined : dirname(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") {
      return undefined;
    }
    throw error;
  }
}

async function copyPackage(from: string, to: string): Promise<void> {
  const source = await realpath(from);
  await mkdir(dirname(to), { recursive: true });
  await cp(source, to, {
    recursive: true,
    filter: (path) => !NOT_NEEDED.test(relative(source, path).split(sep).join("/")),
  });
}

/**
 * Copies the production dependencies of a package, and theirs, into a `node_modules` folder.
 *
 * Optional ones stay out. What is copied is what this repository has installed: nothing is fetched.
 *
 * @param folder the folder of the package.
 * @param target the `node_modules` folder; made when it is missing.
 * @throws Error when a dependency is not installed, or in two versions: there is one place for it.
 */
export async function copyProductionModules(folder: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const copied = new Map<string, string>();
  const copyDependencies = async (of: string): Promise<void> => {
    const { name: dependent, dependencies = {} } = await readPackageFile(of);
    for (const name of Object.keys(dependencies)) {
      const from = findPackage(name, of);
      if (from === undefined) {
        throw new Error(`'${name}', which '${dependent}' depends on, is not installed: npm ci`);
      }
      const { version } = await readPackageFile(from);
      const before = copied.get(name);
      if (before !== undefined) {
        if (before !== version) {
          throw new Error(`'${name}' is installed as ${before} and ${version}: npm dedupe`);
        }
        continue;
      }
      copied.set(name, version);
      await copyPackage(from, join(target, name));
      await copyDependencies(await realpath(from));
    }
  };
  await copyDependencies(folder);
}

/** Copies a package itself, as it is published but for its sources, beside its dependencies. */
export async function copyPackageWithModules(folder: string, target: string): Promise<void> {
  await copyProductionModules(folder, target);
  const { name } = await readPackageFile(folder);
  await copyPackage(folder, join(target, name));
}
