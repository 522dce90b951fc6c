import { runBerthCommand } from "../../../sdk/src/command/berth-command.ts";

/** What became of a command. */
export interface CommandRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs `berth` with what follows its name. No cluster is asked. */
export async function runCommand(...args: string[]): Promise<CommandRun> {
  const said = { stdout: "", stderr: "" };
  const exitCode = await runBerthCommand(args, {
    print: (text) => (said.stdout += text),
    printError: (text) => (said.stderr += text),
    hasColours: false,
    createKubectl: () => () => Promise.reject(new Error("There is no cluster.")),
  });
  return { exitCode, ...said };
}
