import { join } from "node:path";
import { z } from "zod";
import { runCommand } from "./command.ts";

const downloadSchema = z.looseObject({ Dir: z.string() });

/**
 * Returns the folder with the sources of a module that a tool is built from; downloads it when the cache
 * has none. Its content is that of the pin: go.sum vouches for it.
 *
 * @param tools the folder beside this file that holds go.mod and go.sum.
 */
export async function ensureGoModule(
  tools: string,
  module: string,
  version: string,
): Promise<string> {
  const { stdout } = await runCommand(["go", "mod", "download", "-json", `${module}@v${version}`], {
    cwd: join(import.meta.dirname, tools),
    environment: { GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly", GOWORK: "off" },
  });
  return downloadSchema.parse(JSON.parse(stdout)).Dir;
}
