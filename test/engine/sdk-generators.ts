import { chmod, copyFile, link, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ensureGoTool } from "../tools/go-tools.ts";
import { createProgress } from "../tools/progress.ts";
import type { Engine } from "./engine.ts";

const HOST = join(import.meta.dirname, "language-host", "main.ts");

/** The languages that SDKs are written for here, besides that of the programs. */
export const GENERATED_LANGUAGES = ["python", "go"] as const;

export type GeneratedLanguage = (typeof GENERATED_LANGUAGES)[number];

async function writeScript(file: string, command: readonly string[]): Promise<void> {
  await writeFile(file, `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  await chmod(file, 0o755);
}

/**
 * Makes an engine in a folder that writes SDKs for Python and Go too, by `pulumi package gen-sdk`.
 *
 * The generators are those of Pulumi's Go library. What asks them is the stand-in for the host for
 * Node: it runs no program in these languages.
 */
export async function addSdkGenerators(engine: Engine, folder: string): Promise<Engine> {
  const bin = join(folder, "bin");
  await mkdir(bin, { recursive: true });
  const present = dirname(engine.pulumi);
  for (const name of await readdir(present)) {
    // The CLI looks for its hosts beside its real path, so never a symlink.
    await link(join(present, name), join(bin, name)).catch(async () => {
      await copyFile(join(present, name), join(bin, name));
    });
  }
  const sdkgen = await ensureGoTool("sdkgen", createProgress());
  for (const language of GENERATED_LANGUAGES) {
    const generator = join(folder, `sdkgen-${language}`);
    await writeScript(generator, [sdkgen, `-language=${language}`]);
    const host = [process.execPath, HOST, `--sdkgen=${generator}`];
    await writeScript(join(bin, `pulumi-language-${language}`), host);
  }
  return { ...engine, pulumi: join(bin, "pulumi") };
}
