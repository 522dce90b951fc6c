import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgentPlatformArgs, ScalingBackend } from "@berth/berth";
import { z } from "zod";
import { createEngineSandbox, type Outcome, toOutcome } from "../../engine/engine-sandbox.ts";
import { prepareEngine } from "../../engine/engine.ts";
import { createProgress } from "../../tools/progress.ts";
import { deleteNamespace } from "../cluster-access.ts";

const outputsSchema = z.object({
  namespace: z.string(),
  prometheusUrl: z.string(),
  apiServiceNames: z.array(z.string()),
  binding: z.record(z.string(), z.unknown()),
});

/** What a stack with a platform says of it. */
export type PlatformOutputs = z.infer<typeof outputsSchema>;

/** What the program `referring-agent` reads. */
export interface ReferringAgentSettings {
  namespace: string;
  image: string;
  platformNamespace: string;
  backend: ScalingBackend;
}

/** A command of the CLI in one of the two stacks. */
type Run = (...args: string[]) => Promise<Outcome>;

/** Two stacks: a platform, and an agent that refers to it. */
export interface PlatformStacks {
  /** Deploys the platform with these args. */
  upPlatform: (args: AgentPlatformArgs) => Promise<Outcome>;
  readPlatform: () => Promise<PlatformOutputs>;
  upAgent: (settings: ReferringAgentSettings) => Promise<Outcome>;
  platform: Run;
  agent: Run;
  /** Removes what is left of them, whatever has happened. */
  remove: () => Promise<void>;
}

/** Makes the two stacks; nothing is deployed yet. */
export async function createPlatformStacks(): Promise<PlatformStacks> {
  const sandbox = await createEngineSandbox(await prepareEngine({ progress: createProgress() }));
  const toRun = async (program: string): Promise<{ cwd: string; run: Run }> => {
    const cwd = await sandbox.copyFolder(join(import.meta.dirname, "programs", program));
    const run: Run = async (...args) =>
      toOutcome(await sandbox.run([...args, "--stack=dev"], { cwd, timeoutSeconds: 600 }));
    await run("stack", "init");
    return { cwd, run };
  };
  const { cwd, run: platform } = await toRun("platform");
  const { run: agent } = await toRun("referring-agent");
  const namespaces: string[] = [];
  return {
    platform,
    agent,
    async upPlatform(args) {
      await writeFile(join(cwd, "platform.json"), JSON.stringify(args));
      return await platform("up", "--yes");
    },
    async readPlatform() {
      const { output } = await platform("stack", "output", "--json");
      return outputsSchema.parse(JSON.parse(output));
    },
    async upAgent(settings) {
      namespaces.push(settings.namespace);
      await agent("config", "set-all", ...toPairs(settings));
      return await agent("up", "--yes");
    },
    async remove() {
      await agent("destroy", "--yes");
      // The engine knows what is there but in no namespace.
      const { succeeded, output } = await platform("destroy", "--yes");
      await Promise.all(namespaces.map(deleteNamespace));
      await sandbox.remove();
      if (!succeeded) {
        throw new Error(`The platform is still there: ${output}`);
      }
    },
  };
}

function toPairs(settings: ReferringAgentSettings): string[] {
  return Object.entries(settings).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
}
