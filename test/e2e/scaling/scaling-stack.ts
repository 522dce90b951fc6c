import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgentArgs, AgentPlatformArgs } from "@berth/berth";
import { z } from "zod";
import { createEngineSandbox, type Outcome, toOutcome } from "../../engine/engine-sandbox.ts";
import { prepareEngine } from "../../engine/engine.ts";
import { createProgress } from "../../tools/progress.ts";
import { deleteNamespace } from "../cluster-access.ts";

/** How long a command may take: a machine with two cores starts a dozen pods one after the other. */
const TIMEOUT_SECONDS = 600;

/** An agent that a test wants. */
export interface WantedAgent extends AgentArgs {
  /** Whether it is told where the platform's Prometheus is, and nothing else of it: KEDA asks there by itself. */
  asksByItself?: boolean;
}

/** What a test wants: a platform, and agents by their names, by the names of their namespaces. */
export interface Wanted {
  platform: AgentPlatformArgs;
  agents: Record<string, Record<string, WantedAgent>>;
}

const outputsSchema = z.object({ platformNamespace: z.string(), prometheusUrl: z.string() });

/** What the program says of the platform. */
export type PlatformOutputs = z.infer<typeof outputsSchema>;

/** A stack of the program `scaled-agents`. */
export interface ScalingStack {
  /** Deploys what is wanted from now on. */
  up: (wanted: Wanted) => Promise<Outcome>;
  run: (...args: string[]) => Promise<Outcome>;
  readOutputs: () => Promise<PlatformOutputs>;
  /** Removes what is left of it, whatever has happened. */
  remove: () => Promise<void>;
}

/** Makes a stack that wants nothing yet. */
export async function createScalingStack(): Promise<ScalingStack> {
  const sandbox = await createEngineSandbox(await prepareEngine({ progress: createProgress() }));
  const cwd = await sandbox.copyFolder(join(import.meta.dirname, "programs", "scaled-agents"));
  const namespaces = new Set<string>();
  const run = async (...args: string[]): Promise<Outcome> => {
    const options = { cwd, timeoutSeconds: TIMEOUT_SECONDS };
    return toOutcome(await sandbox.run([...args, "--stack=dev"], options));
  };
  await run("stack", "init");
  return {
    run,
    async up(wanted) {
      Object.keys(wanted.agents).forEach((namespace) => namespaces.add(namespace));
      await writeFile(join(cwd, "wanted.json"), JSON.stringify(wanted));
      return await run("up", "--yes");
    },
    async readOutputs() {
      const { output } = await run("stack", "output", "--json");
      return outputsSchema.parse(JSON.parse(output));
    },
    async remove() {
      // The engine knows what is there but in no namespace; the agents' namespaces go even if it fails.
      const { succeeded, output } = await run("destroy", "--yes");
      await Promise.all([...namespaces].map(deleteNamespace));
      await sandbox.remove();
      if (!succeeded) {
        throw new Error(`The platform is still there: ${output}`);
      }
    },
  };
}
