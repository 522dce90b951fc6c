import {
  type EngineSandbox,
  type Outcome,
  type PulumiResult,
  toOutcome,
} from "../../engine/engine-sandbox.ts";

/** The configuration that every program of this group reads. */
export interface GreeterSettings {
  namespace: string;
  /** What the page of the server says. */
  greeting: string;
  replicas: number;
  /** Whether the server crashes at its start. */
  broken: boolean;
  /** Stored as a secret. */
  token: string;
}

/** A stack under test, whichever way the engine is called. */
export interface EngineStack {
  configure: (settings: Partial<GreeterSettings>) => Promise<void>;
  up: () => Promise<Outcome>;
  /** Succeeds when nothing would be changed. */
  previewWithoutChanges: () => Promise<Outcome>;
  /** Succeeds when the cluster is as the state says. */
  refreshWithoutChanges: () => Promise<Outcome>;
  destroy: () => Promise<Outcome>;
  /** The outputs of the program, with a secret one hidden as the user sees it. */
  readOutputs: () => Promise<Record<string, unknown>>;
}

/**
 * Makes a stack of the project in a folder, to be driven through the CLI.
 *
 * @throws Error with what the CLI printed when the stack cannot be made.
 */
export async function createCliStack(
  sandbox: EngineSandbox,
  folder: string,
  name = "dev",
): Promise<EngineStack> {
  const pulumi = async (...args: string[]): Promise<PulumiResult> =>
    await sandbox.run([...args, `--stack=${name}`], { cwd: folder });
  const operate = async (...args: string[]): Promise<Outcome> => {
    return toOutcome(await pulumi(...args));
  };
  const expectSuccess = ({ exitCode, stdout, stderr }: PulumiResult): string => {
    if (exitCode !== 0) {
      throw new Error(`exit code ${exitCode}: ${stdout}${stderr}`);
    }
    return stdout;
  };

  expectSuccess(await sandbox.run(["stack", "init", name], { cwd: folder }));
  return {
    async configure(settings) {
      const entries = Object.entries(settings).flatMap(([key, value]) => [
        key === "token" ? "--secret" : "--plaintext",
        `${key}=${String(value)}`,
      ]);
      expectSuccess(await pulumi("config", "set-all", ...entries));
    },
    up: () => operate("up", "--yes"),
    previewWithoutChanges: () => operate("preview", "--expect-no-changes"),
    refreshWithoutChanges: () => operate("refresh", "--yes", "--expect-no-changes"),
    destroy: () => operate("destroy", "--yes"),
    async readOutputs() {
      const printed = expectSuccess(await pulumi("stack", "output", "--json"));
      return JSON.parse(printed) as Record<string, unknown>;
    },
  };
}
