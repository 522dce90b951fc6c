import {
  findInstalledPackage,
  findPackageRoot,
  parsePackageManifest,
  type PackageManifest,
} from "./package-manifest.ts";

export interface PulumiPackage {
  name: string;
  version: string;
  server: string;
  parameterization?: { name: string; version: string; value: string };
}

function dependencyNames(manifest: PackageManifest, own: boolean): string[] {
  return Object.keys({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
    ...(own ? manifest.devDependencies : {}),
  });
}

/**
 * The manifests of the packages that a program depends on, found as Node would find them.
 *
 * A dependency that is not installed is passed over: an optional one may be missing, and for any
 * other the program's own import fails with a better message.
 *
 * @param transitive also the dependencies of dependencies; only the program's own are returned without it.
 */
export function listInstalledPackages(
  programDirectory: string,
  options: { transitive: boolean },
): PackageManifest[] {
  const root = findPackageRoot(programDirectory);
  if (root === undefined) {
    return [];
  }
  const found = new Map<string, PackageManifest>();
  const enter = (folder: string, manifest: PackageManifest): string[] =>
    dependencyNames(manifest, folder === root)
      .map((name) => findInstalledPackage(name, folder))
      .filter((target) => target !== undefined);
  const queue = enter(root, parsePackageManifest(root));
  for (const folder of queue) {
    if (folder === root || found.has(folder)) {
      continue;
    }
    const manifest = parsePackageManifest(folder);
    found.set(folder, manifest);
    if (options.transitive) {
      queue.push(...enter(folder, manifest));
    }
  }
  return [...found.values()];
}

/** The Pulumi packages among the dependencies of a program: what the engine must have as plugins. */
export function listRequiredPackages(programDirectory: string): PulumiPackage[] {
  const required = new Map<string, PulumiPackage>();
  for (const manifest of listInstalledPackages(programDirectory, { transitive: true })) {
    const section = manifest.pulumi;
    if (section?.resource !== true) {
      continue;
    }
    const bareName = (manifest.name ?? "").replace(/^@[^/]*\//, "").replace(/^pulumi-/, "");
    const found: PulumiPackage = {
      name: section.name ?? bareName,
      version: section.version ?? manifest.version ?? "",
      server: section.server ?? "",
      parameterization: section.parameterization,
    };
    required.set([found.name, found.version, found.parameterization?.name].join("@"), found);
  }
  return [...required.values()];
}
