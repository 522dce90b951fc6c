import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import {
  createEngineSandbox,
  type EngineSandbox,
  type Outcome,
  toOutcome,
} from "../../engine/engine-sandbox.ts";
import { prepareEngine } from "../../engine/engine.ts";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { createProgress } from "../../tools/progress.ts";
import { createBareClone } from "../bare-clone.ts";

/** How long a command may take: a machine with two cores starts a dozen pods one after the other. */
const TIMEOUT_SECONDS = 600;

/** Little enough for three environments on a small machine. */
const SMALL = { requests: { cpu: "10m", memory: "64Mi" } };

const configFileSchema = z.looseObject({ config: z.record(z.string(), z.unknown()).default({}) });

const stateSchema = z.object({
  deployment: z.object({
    resources: z.array(z.looseObject({ type: z.string(), urn: z.string() })).default([]),
  }),
});

/** The program of the repository, with a backend of its own. */
export interface RepositoryStacks {
  /** Where the project is. */
  folder: string;
  sandbox: EngineSandbox;
  /** The path of the CLI. */
  pulumi: string;
  /** Runs the CLI on a stack. */
  run: (stack: string, ...args: string[]) => Promise<Outcome>;
  /** The same, which must succeed; returns what was printed. */
  must: (stack: string, ...args: string[]) => Promise<string>;
  /** Writes keys into `Pulumi.<stack>.yaml`, as somebody does by an editor. */
  edit: (stack: string, config: Record<string, unknown>) => Promise<void>;
  /** The types of the resources in the state of a stack. */
  listTypes: (stack: string) => Promise<string[]>;
  remove: () => Promise<void>;
}

/** Agents of this size fit in any number on a small machine. */
export function toSmallAgents(agents: readonly string[]): Record<string, object> {
  return Object.fromEntries(agents.map((agent) => [agent, { resources: SMALL }]));
}

/**
 * Clones the repository at a commit and installs it, as the first lines of its README say. No stack is made
 * yet.
 */
export async function cloneRepositoryStacks(commit?: string): Promise<RepositoryStacks> {
  const clone = await createBareClone(commit);
  await clone.run("npm install");
  return await createStacks(() => Promise.resolve(clone.folder), clone.remove);
}

/** Copies the program as it is in the work tree, whose packages it uses. No stack is made yet. */
export async function copyRepositoryStacks(): Promise<RepositoryStacks> {
  return await createStacks(async ({ folder }) => {
    const copy = join(folder, "repository");
    await cp(join(ROOT_FOLDER, "stacks"), join(copy, "stacks"), { recursive: true });
    for (const file of await readdir(ROOT_FOLDER)) {
      if (/^Pulumi\..*yaml$/.test(file)) {
        await cp(join(ROOT_FOLDER, file), join(copy, file));
      }
    }
    return copy;
  });
}

async function createStacks(
  prepareFolder: (sandbox: EngineSandbox) => Promise<string>,
  removeFolder: () => Promise<void> = () => Promise.resolve(),
): Promise<RepositoryStacks> {
  const engine = await prepareEngine({ progress: createProgress() });
  const sandbox = await createEngineSandbox(engine);
  const folder = await prepareFolder(sandbox);
  const toFile = (stack: string): string => join(folder, `Pulumi.${stack}.yaml`);
  const run = async (stack: string, ...args: string[]): Promise<Outcome> => {
    const options = { cwd: folder, timeoutSeconds: TIMEOUT_SECONDS };
    return toOutcome(await sandbox.run([...args, `--stack=${stack}`], options));
  };
  const must = async (stack: string, ...args: string[]): Promise<string> => {
    const { succeeded, output } = await run(stack, ...args);
    if (!succeeded) {
      throw new Error(`pulumi ${args.join(" ")} --stack=${stack}:\n${output}`);
    }
    return output;
  };
  return {
    folder,
    sandbox,
    pulumi: engine.pulumi,
    run,
    must,
    async edit(stack, config) {
      const text = await readFile(toFile(stack), "utf8").catch(() => "config: {}");
      const file = configFileSchema.parse(parse(text));
      await writeFile(toFile(stack), stringify({ ...file, config: { ...file.config, ...config } }));
    },
    async listTypes(stack) {
      const { deployment } = stateSchema.parse(JSON.parse(await must(stack, "stack", "export")));
      return deployment.resources.map(({ type }) => type);
    },
    async remove() {
      await removeFolder();
      await sandbox.remove();
    },
  };
}
