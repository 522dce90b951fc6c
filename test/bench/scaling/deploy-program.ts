import { createEngineSandbox } from "../../engine/engine-sandbox.ts";
import { prepareEngine } from "../../engine/engine.ts";
import type { Progress } from "../../tools/progress.ts";

const STACK = "--stack=bench";

/**
 * Deploys a program by the engine, as its user does. What it makes is removed with the cluster.
 *
 * @param folder with `Pulumi.yaml`.
 * @throws Error with what the CLI printed.
 */
export async function deployProgram(
  folder: string,
  settings: Readonly<Record<string, string>>,
  progress: Progress,
): Promise<void> {
  const sandbox = await createEngineSandbox(await prepareEngine({ progress }));
  try {
    const cwd = await sandbox.copyFolder(folder);
    const pairs = Object.entries(settings).flatMap(([key, value]) => [
      "--plaintext",
      `${key}=${value}`,
    ]);
    for (const command of [
      ["stack", "init", STACK],
      ["config", "set-all", STACK, ...pairs],
      ["up", "--yes", STACK],
    ]) {
      const { exitCode, stdout, stderr } = await sandbox.run(command, { cwd });
      if (exitCode !== 0) {
        throw new Error(`pulumi ${command.join(" ")}: exit code ${exitCode}: ${stdout}${stderr}`);
      }
    }
  } finally {
    await sandbox.remove();
  }
}
