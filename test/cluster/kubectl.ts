import { symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandError, runCommand, type CommandOptions } from "../tools/command.ts";
import { goToolPath } from "../tools/go-tools.ts";

/** The path of kubectl, which is a link to the binary of all components. */
export async function kubectlPath(): Promise<string> {
  const binary = await goToolPath("kubernetes");
  const link = join(dirname(binary), "kubectl");
  await symlink("kubernetes", link).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error;
    }
  });
  return link;
}

/** Runs kubectl against a cluster and returns what it printed. */
export async function runKubectl(
  kubeconfig: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const command = [await kubectlPath(), `--kubeconfig=${kubeconfig}`, ...args] as const;
  return (await runCommand(command, options)).stdout;
}

/** Like `runKubectl`, for questions whose answer may be an error: undefined instead of a CommandError. */
export async function tryKubectl(
  kubeconfig: string,
  args: readonly string[],
): Promise<string | undefined> {
  try {
    return await runKubectl(kubeconfig, ["--request-timeout=5s", ...args]);
  } catch (error) {
    if (error instanceof CommandError) {
      return undefined;
    }
    throw error;
  }
}
