import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";

const versionsSchema = z.record(z.string(), z.string()).optional();

/** What the host reads of a package.json; everything else is kept as it is. */
const manifestSchema = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  scripts: z.record(z.string(), z.string()).optional(),
  dependencies: versionsSchema,
  devDependencies: versionsSchema,
  optionalDependencies: versionsSchema,
  peerDependencies: versionsSchema,
  pulumi: z
    .looseObject({
      resource: z.boolean().optional(),
      name: z.string().optional(),
      version: z.string().optional(),
      server: z.string().optional(),
      parameterization: z
        .object({ name: z.string(), version: z.string(), value: z.string() })
        .optional(),
    })
    .optional(),
});

export type PackageManifest = z.output<typeof manifestSchema>;

/**
 * Reads the package.json of a package folder.
 *
 * @throws Error that names the file when it is missing, not JSON, or has a field of another type.
 */
export function parsePackageManifest(folder: string): PackageManifest {
  const file = join(folder, "package.json");
  try {
    const manifest: unknown = JSON.parse(readFileSync(file, "utf8"));
    manifestSchema.parse(manifest);
    // The object as it was read: zod would move the fields it knows to the front of the file.
    return manifest as PackageManifest;
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`${file} cannot be read as the manifest of a package: ${reason}`, {
      cause: error,
    });
  }
}

function* upwards(start: string): Generator<string> {
  let folder = resolve(start);
  yield folder;
  while (dirname(folder) !== folder) {
    folder = dirname(folder);
    yield folder;
  }
}

/** The nearest folder from `start` upwards that has a package.json. */
export function findPackageRoot(start: string): string | undefined {
  for (const folder of upwards(start)) {
    if (existsSync(join(folder, "package.json"))) {
      return folder;
    }
  }
  return undefined;
}

/**
 * Where Node would find a package from a folder: in `node_modules` there or in a parent, links followed.
 *
 * `require.resolve` cannot be asked: many packages do not export their package.json.
 */
export function findInstalledPackage(name: string, from: string): string | undefined {
  for (const folder of upwards(from)) {
    const candidate = join(folder, "node_modules", name);
    if (basename(folder) !== "node_modules" && existsSync(join(candidate, "package.json"))) {
      return realpathSync(candidate);
    }
  }
  return undefined;
}
