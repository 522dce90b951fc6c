import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineSandbox, PulumiResult } from "../../engine/engine-sandbox.ts";
import type { Progress } from "../../tools/progress.ts";
import { toPlan, type Plan } from "./planned-objects.ts";
import { readTreeCpuMs } from "./tree-cpu.ts";

/** Ours is made of components, the flat one of all their objects by hand. */
export const PROGRAMS = ["ours", "flat"] as const;

export type ProgramName = (typeof PROGRAMS)[number];

const FILES: Readonly<Record<ProgramName, URL>> = {
  ours: new URL("./programs/ours/index.ts", import.meta.url),
  flat: new URL("./programs/flat/index.ts", import.meta.url),
};

/** What one preview took. */
export interface Preview {
  wallSeconds: number;
  /** All processes of the command: CLI, language host, program and provider. */
  cpuSeconds: number;
}

/** The programs, and what their previews take. */
export interface Previews {
  /** What a program wants. */
  plan: (program: ProgramName, agents: number) => Promise<Plan>;
  /** Previews a program, as a user does. */
  measure: (program: ProgramName, agents: number) => Promise<Preview>;
}

/** A preview of very many agents on a slow machine. */
const TIMEOUT_SECONDS = 1_200;

/**
 * Makes a stack of each program for each number of agents. None of them is ever deployed, so a preview
 * wants everything anew.
 */
export async function createPreviews(
  sandbox: EngineSandbox,
  amounts: readonly number[],
  progress: Progress,
): Promise<Previews> {
  const folders = {
    ours: await sandbox.copyFolder(dirname(fileURLToPath(FILES.ours))),
    flat: await sandbox.copyFolder(dirname(fileURLToPath(FILES.flat))),
  };
  for (const cwd of Object.values(folders)) {
    for (const agents of amounts) {
      const stack = `--stack=${toStack(agents)}`;
      expectSuccess(await sandbox.run(["stack", "init", stack], { cwd }));
      expectSuccess(await sandbox.run(["config", "set", "agents", String(agents), stack], { cwd }));
    }
  }
  const preview = async (program: ProgramName, agents: number, ...args: string[]) =>
    expectSuccess(
      await sandbox.run(["preview", `--stack=${toStack(agents)}`, ...args], {
        cwd: folders[program],
        timeoutSeconds: TIMEOUT_SECONDS,
      }),
    );
  return {
    plan: (program, agents) =>
      progress.step(`what ${program} wants for ${agents}`, async () =>
        toPlan(await preview(program, agents, "--json")),
      ),
    measure: (program, agents) =>
      progress.step(`preview of ${agents}, ${program}`, async () => {
        const cpuMs = readTreeCpuMs();
        const startMs = performance.now();
        await preview(program, agents);
        return {
          wallSeconds: (performance.now() - startMs) / 1_000,
          cpuSeconds: (readTreeCpuMs() - cpuMs) / 1_000,
        };
      }),
  };
}

function toStack(agents: number): string {
  return `agents-${agents}`;
}

/** @throws Error with what the CLI printed. */
function expectSuccess({ exitCode, stdout, stderr }: PulumiResult): string {
  if (exitCode !== 0) {
    throw new Error(`exit code ${exitCode}: ${stdout}${stderr}`);
  }
  return stdout;
}
