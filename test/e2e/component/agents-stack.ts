import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgentArgs } from "@berth/berth";
import {
  createEngineSandbox,
  type EngineSandbox,
  type Outcome,
  type PulumiResult,
  toOutcome,
} from "../../engine/engine-sandbox.ts";
import { prepareEngine } from "../../engine/engine.ts";
import { createProgress } from "../../tools/progress.ts";
import { deleteNamespace } from "../cluster-access.ts";
import { deleteClusterObjects } from "./cluster-objects.ts";
import { type PlannedStep, toPlannedSteps } from "./planned-steps.ts";

/** How long a command may take: a machine with two cores starts a dozen pods one after the other. */
const TIMEOUT_SECONDS = 600;

/** The name of every stack of agents. Names of objects of the cluster have it. */
export const STACK_NAME = "dev";

/** The args of agents by their names, by the names of their namespaces. What is here is plain. */
export type WantedAgents = Record<string, Record<string, AgentArgs>>;

/** A stack of the program `agents`: namespaces with the agents that a test wants. */
export interface AgentsStack {
  sandbox: EngineSandbox;
  /** Writes down what is wanted from now on. */
  want: (agents: WantedAgents) => Promise<void>;
  run: (...args: string[]) => Promise<Outcome>;
  /** What `up` would do. */
  plan: () => Promise<PlannedStep[]>;
  /** What the engine keeps of it, with secrets sealed. */
  exportState: () => Promise<unknown>;
  /** Has the engine go on from a state that was kept. */
  importState: (state: unknown) => Promise<void>;
  /** Removes what is left of it, whatever has happened. */
  remove: () => Promise<void>;
}

/** Makes a stack that wants nothing yet. */
export async function createAgentsStack(): Promise<AgentsStack> {
  const sandbox = await createEngineSandbox(await prepareEngine({ progress: createProgress() }));
  const cwd = await sandbox.copyFolder(join(import.meta.dirname, "programs", "agents"));
  const namespaces = new Set<string>();
  const pulumi = async (args: readonly string[], input?: string): Promise<PulumiResult> => {
    const options = {
      cwd,
      timeoutSeconds: TIMEOUT_SECONDS,
      ...(input === undefined ? {} : { input }),
    };
    return await sandbox.run([...args, `--stack=${STACK_NAME}`], options);
  };
  /** Runs a command that must not fail, and returns what it printed. */
  const read = async (args: readonly string[], input?: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await pulumi(args, input);
    if (exitCode !== 0) {
      throw new Error(`exit code ${exitCode}: ${stdout}${stderr}`);
    }
    return stdout;
  };
  await read(["stack", "init"]);
  return {
    sandbox,
    async want(agents) {
      Object.keys(agents).forEach((namespace) => namespaces.add(namespace));
      await writeFile(join(cwd, "agents.json"), JSON.stringify(agents));
    },
    run: async (...args) => toOutcome(await pulumi(args)),
    plan: async () => toPlannedSteps(await read(["preview", "--json"])),
    exportState: async () => JSON.parse(await read(["stack", "export"])) as unknown,
    async importState(state) {
      await read(["stack", "import"], JSON.stringify(state));
    },
    async remove() {
      await Promise.all(
        [...namespaces].flatMap((name) => [deleteNamespace(name), deleteClusterObjects(name)]),
      );
      await sandbox.remove();
    },
  };
}
