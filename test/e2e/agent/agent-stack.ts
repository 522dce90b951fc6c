import { join } from "node:path";
import {
  createEngineSandbox,
  type EngineSandbox,
  type Outcome,
  toOutcome,
} from "../../engine/engine-sandbox.ts";
import { prepareEngine } from "../../engine/engine.ts";
import { createProgress } from "../../tools/progress.ts";
import { deleteNamespace } from "../cluster-access.ts";
import { createUniqueText } from "../unique-text.ts";

/** What the program `one-agent` reads. */
export interface AgentSettings {
  namespace: string;
  image: string;
  description: string;
  greeting: string;
  replicas: number;
  /** Short where a broken image is to be noticed soon. */
  progressDeadlineSeconds: number;
  /** `off` switches the drain off. */
  drain?: "off";
}

/** A stack with one agent in a namespace that no other run has. */
export interface AgentStack {
  sandbox: EngineSandbox;
  namespace: string;
  /** Changes the configuration and deploys. */
  up: (settings: Partial<AgentSettings>) => Promise<Outcome>;
  run: (...args: string[]) => Promise<Outcome>;
  /** Removes what is left of it, whatever has happened. */
  remove: () => Promise<void>;
}

/** Makes a stack of the program `one-agent`; nothing is deployed yet. */
export async function createAgentStack(
  settings: Omit<AgentSettings, "namespace">,
): Promise<AgentStack> {
  const sandbox = await createEngineSandbox(await prepareEngine({ progress: createProgress() }));
  const cwd = await sandbox.copyFolder(join(import.meta.dirname, "programs", "one-agent"));
  const namespace = createUniqueText("agent");
  const run = async (...args: string[]): Promise<Outcome> => {
    return toOutcome(await sandbox.run([...args, "--stack=dev"], { cwd }));
  };
  const configure = async (changes: Partial<AgentSettings>): Promise<void> => {
    const pairs = Object.entries(changes).flatMap(([key, value]) => [
      "--plaintext",
      `${key}=${String(value)}`,
    ]);
    if (pairs.length > 0) {
      await run("config", "set-all", ...pairs);
    }
  };
  await sandbox.run(["stack", "init", "dev"], { cwd });
  await configure({ ...settings, namespace });
  return {
    sandbox,
    namespace,
    run,
    async up(changes) {
      await configure(changes);
      return await run("up", "--yes");
    },
    async remove() {
      await deleteNamespace(namespace);
      await sandbox.remove();
    },
  };
}
