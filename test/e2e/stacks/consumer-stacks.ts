import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createEngineSandbox, type EngineSandbox, toOutcome } from "../../engine/engine-sandbox.ts";
import { type Engine, prepareEngine } from "../../engine/engine.ts";
import { type ConsumerName, createConsumerProject } from "../../packages/consumer-project.ts";
import { createFreshFolder, packPublished, type Tarballs } from "../../packages/packed-packages.ts";
import { createProgress } from "../../tools/progress.ts";
import { deleteNamespace } from "../cluster-access.ts";

/** A program of somebody who has nothing but the packed packages, with a backend of its own. */
export interface ConsumerStack {
  /** The folder of the program. */
  folder: string;
  sandbox: EngineSandbox;
  /** Runs the CLI on the stack, which must succeed; returns what was printed. */
  must: (...args: string[]) => Promise<string>;
  /** The same for a command that must fail. */
  mustFail: (...args: string[]) => Promise<string>;
}

export interface ConsumerStacks {
  engine: Engine;
  tarballs: Tarballs;
  /** Installs a program of `examples/consumers`; with a name of a stack, that one is made. */
  create: (name: ConsumerName, stack?: string) => Promise<ConsumerStack>;
  /** A namespace that is removed at the end, whatever has happened. */
  watchNamespace: (namespace: string) => void;
  remove: () => Promise<void>;
}

/** Packs the packages and makes the engine ready. */
export async function createConsumerStacks(): Promise<ConsumerStacks> {
  const engine = await prepareEngine({ progress: createProgress() });
  const root = await createFreshFolder();
  const tarballs = await packPublished(join(root, "packed"));
  const sandboxes: EngineSandbox[] = [];
  const namespaces: string[] = [];
  return {
    engine,
    tarballs,
    async create(name, stack) {
      const folder = await createConsumerProject(name, tarballs, root);
      const sandbox = await createEngineSandbox(engine);
      sandboxes.push(sandbox);
      const run = async (exitCode: "success" | "failure", args: string[]): Promise<string> => {
        const onStack = stack === undefined ? [] : [`--stack=${stack}`];
        const outcome = toOutcome(await sandbox.run([...args, ...onStack], { cwd: folder }));
        if (outcome.succeeded !== (exitCode === "success")) {
          throw new Error(`no ${exitCode} of pulumi ${args.join(" ")}:\n${outcome.output}`);
        }
        return outcome.output;
      };
      if (stack !== undefined) {
        await run("success", ["stack", "init"]);
      }
      return {
        folder,
        sandbox,
        must: (...args) => run("success", args),
        mustFail: (...args) => run("failure", args),
      };
    },
    watchNamespace(namespace) {
      namespaces.push(namespace);
    },
    async remove() {
      for (const namespace of namespaces) {
        await deleteNamespace(namespace);
      }
      for (const sandbox of sandboxes) {
        await sandbox.remove();
      }
      await rm(root, { recursive: true, force: true });
    },
  };
}
