import { spawn } from "node:child_process";

export interface CommandOptions {
  cwd?: string;
  /** Added to the environment of this process. */
  environment?: Record<string, string>;
  /** Written to the standard input of the command. */
  input?: string;
  /** After this the command is killed and the call fails. None by default. */
  timeoutSeconds?: number;
}

export interface CommandResult {
  stdout: string;
  stderr: string;
}

/** A command that could not be started, ended with an error, or took too long. */
export class CommandError extends Error {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;

  constructor(
    command: readonly string[],
    reason: string,
    exitCode: number | undefined,
    output: CommandResult,
  ) {
    const said = (output.stderr.trim() || output.stdout.trim()).split("\n").slice(-15).join("\n");
    super(`${command.join(" ")}: ${reason}${said === "" ? "" : `\n${said}`}`);
    this.name = "CommandError";
    this.exitCode = exitCode;
    this.stdout = output.stdout;
    this.stderr = output.stderr;
  }
}

/**
 * Runs a command to its end and returns what it printed.
 *
 * The command dies with this process, however this process ends: the kernel sends it SIGKILL.
 *
 * @throws CommandError with the last lines it printed.
 */
export async function runCommand(
  command: readonly [string, ...string[]],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const output = { stdout: "", stderr: "" };
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...command], {
    cwd: options.cwd,
    env: { ...process.env, ...options.environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  // A command that does not read its input closes the pipe: that is its right.
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  let late = false;
  const timer =
    options.timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => {
          late = true;
          child.kill("SIGKILL");
        }, options.timeoutSeconds * 1000);
  return await new Promise((resolve, reject) => {
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(new CommandError(command, error.message, undefined, output));
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) {
        resolve(output);
      } else if (late) {
        reject(
          new CommandError(
            command,
            `no end after ${options.timeoutSeconds ?? 0} s`,
            undefined,
            output,
          ),
        );
      } else {
        reject(
          new CommandError(command, signal ?? `exit code ${code ?? -1}`, code ?? undefined, output),
        );
      }
    });
  });
}
