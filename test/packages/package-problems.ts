import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { CommandError, runCommand } from "../tools/command.ts";

const TSC = join(ROOT_FOLDER, "node_modules", "typescript", "bin", "tsc");

/** Only of the repository: its tests set it, to read the sources. */
const SOURCE_CONDITION = "@berth/source";

/** The ways in which programs find the types of packages. */
const RESOLUTIONS = [
  ["nodenext", "nodenext"],
  ["esnext", "bundler"],
] as const;

const packageSchema = z.object({
  main: z.string().optional(),
  types: z.string().optional(),
  exports: z.record(z.string(), z.record(z.string(), z.string())),
  bin: z.record(z.string(), z.string()).default({}),
});

export interface CheckOptions {
  /** Packages of global types that the program has, such as `node`. None by default. */
  types?: readonly string[];
}

type PackageFile = z.output<typeof packageSchema>;

async function readPackage(folder: string, name: string): Promise<PackageFile> {
  const file = join(folder, "node_modules", name, "package.json");
  return packageSchema.parse(JSON.parse(await readFile(file, "utf8")));
}

/** What the command says of its failure; nothing where it ends well. */
async function findFailure(
  command: readonly [string, ...string[]],
  cwd: string,
): Promise<string | undefined> {
  try {
    await runCommand(command, { cwd, timeoutSeconds: 120 });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandError)) {
      throw error;
    }
    return (error.stdout + error.stderr).trim();
  }
}

/** The files that `package.json` names and that are not there. */
async function findMissingFiles(folder: string, name: string): Promise<string[]> {
  const { main, types, exports, bin } = await readPackage(folder, name);
  const exported = Object.values(exports).flatMap((conditions) =>
    Object.entries(conditions).filter(([condition]) => condition !== SOURCE_CONDITION),
  );
  const named = [main, types, ...exported.map(([, file]) => file), ...Object.values(bin)];
  return [...new Set(named)]
    .filter((file) => file !== undefined)
    .filter((file) => !existsSync(join(folder, "node_modules", name, file)))
    .map((file) => `${name} names ${file}, which is not in it`);
}

/** What a package exports, as programs write it: its name, and a path in it. */
function toSpecifiers(name: string, { exports }: PackageFile): string[] {
  return Object.keys(exports).map((path) => join(name, path));
}

/** Exports that a program cannot load, as a module and by `require`. */
async function findLoadProblems(folder: string, name: string): Promise<string[]> {
  const problems: string[] = [];
  for (const specifier of toSpecifiers(name, await readPackage(folder, name))) {
    for (const load of [`await import("${specifier}")`, `require("${specifier}")`]) {
      const type = load.startsWith("await") ? "module" : "commonjs";
      const command = ["node", `--input-type=${type}`, "--eval", load] as const;
      const failure = await findFailure(command, folder);
      problems.push(...(failure === undefined ? [] : [`${load} fails: ${failure}`]));
    }
  }
  return problems;
}

/** Exports whose types, or the types that those need, do not resolve or are wrong. */
async function findTypeProblems(
  folder: string,
  name: string,
  { types = [] }: CheckOptions,
): Promise<string[]> {
  const specifiers = toSpecifiers(name, await readPackage(folder, name));
  const imports = specifiers.map((path, index) => `export * as part${index} from "${path}";\n`);
  const file = `every-export-${name.replaceAll(/\W/g, "-")}.ts`;
  await writeFile(join(folder, file), imports.join(""));
  const problems: string[] = [];
  for (const [module, resolution] of RESOLUTIONS) {
    const options = [
      ...[
        "--ignoreConfig",
        "--noEmit",
        "--strict",
        "--target",
        "es2023",
        "--skipLibCheck",
        "false",
      ],
      ...(types.length === 0 ? [] : ["--types", types.join(",")]),
    ];
    const failure = await findFailure(
      [
        ...(["node", TSC, ...options] as const),
        ...["--module", module, "--moduleResolution", resolution, file],
      ],
      folder,
    );
    problems.push(...(failure === undefined ? [] : [`types by ${resolution}: ${failure}`]));
  }
  return problems;
}

/** Commands that do not print how they are used. */
async function findCommandProblems(folder: string, name: string): Promise<string[]> {
  const { bin } = await readPackage(folder, name);
  const problems: string[] = [];
  for (const command of Object.keys(bin)) {
    const failure = await findFailure(
      [join(folder, "node_modules", ".bin", command), "--help"],
      folder,
    );
    problems.push(...(failure === undefined ? [] : [`${command} --help fails: ${failure}`]));
  }
  return problems;
}

/**
 * Tells what is wrong with an installed package, as far as a program that uses it would notice.
 *
 * What is checked later rests on what is checked before: the first kind of problem ends it.
 */
export async function findPackageProblems(
  folder: string,
  name: string,
  options: CheckOptions = {},
): Promise<string[]> {
  const checks = [findMissingFiles, findLoadProblems, findCommandProblems, findTypeProblems];
  for (const check of checks) {
    const problems = await check(folder, name, options);
    if (problems.length > 0) {
      return problems;
    }
  }
  return [];
}
