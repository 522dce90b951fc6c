import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { CommandError, runCommand } from "../tools/command.ts";
import type { Engine } from "./engine.ts";

/** How long one command of the CLI may take. */
const COMMAND_TIMEOUT_SECONDS = 300;

/** The passphrase that stacks in a sandbox are encrypted with. */
const SANDBOX_PASSPHRASE = "correct horse battery staple";

const MODULES = join(import.meta.dirname, "..", "..", "node_modules");

export interface PulumiResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** How a command of the CLI went, as its user sees it. */
export interface Outcome {
  succeeded: boolean;
  /** All that was printed for the user. */
  output: string;
}

export function toOutcome({ exitCode, stdout, stderr }: PulumiResult): Outcome {
  return { succeeded: exitCode === 0, output: stdout + stderr };
}

export interface PulumiOptions {
  /** The folder of the project. */
  cwd: string;
  /** Defaults to 300. */
  timeoutSeconds?: number;
  /** Written to the standard input of the CLI. */
  input?: string;
}

/** A place where the engine keeps everything of one test: no state, no plugin and no login is shared. */
export interface EngineSandbox {
  /** The folder that everything below is in. Packages of the work tree are found from it as from the work tree. */
  folder: string;
  /** `PULUMI_HOME`. */
  home: string;
  /** The folder of the backend: the states of all stacks. */
  state: string;
  /** For commands and for the Automation API, to be added to the environment of this process. */
  environment: Record<string, string>;
  /** Runs the CLI to its end. A failing command is a result; a CommandError is thrown for one that took too long. */
  run: (args: readonly string[], options: PulumiOptions) => Promise<PulumiResult>;
  /** Copies a folder of programs into the sandbox, where commands may write into them; returns the copy. */
  copyFolder: (folder: string) => Promise<string>;
  remove: () => Promise<void>;
}

export async function createEngineSandbox(engine: Engine): Promise<EngineSandbox> {
  const folder = await mkdtemp(join(tmpdir(), "berth-engine-"));
  const home = join(folder, "home");
  const state = join(folder, "state");
  await mkdir(home);
  await mkdir(state);
  await cp(engine.plugins, join(home, "plugins"), { recursive: true });
  await symlink(MODULES, join(folder, "node_modules"));
  const environment = {
    ...engine.environment,
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: SANDBOX_PASSPHRASE,
  };
  return {
    folder,
    home,
    state,
    environment,
    async run(args, { cwd, timeoutSeconds = COMMAND_TIMEOUT_SECONDS, input }) {
      try {
        const output = await runCommand([engine.pulumi, ...args, "--non-interactive"], {
          cwd,
          environment,
          timeoutSeconds,
          input,
        });
        return { exitCode: 0, ...output };
      } catch (error) {
        if (error instanceof CommandError && error.exitCode !== undefined) {
          return { exitCode: error.exitCode, stdout: error.stdout, stderr: error.stderr };
        }
        throw error;
      }
    },
    async copyFolder(source) {
      const copy = join(folder, basename(source));
      await cp(source, copy, { recursive: true });
      return copy;
    },
    async remove() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}
