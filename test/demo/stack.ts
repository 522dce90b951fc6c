import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { copyPlugins, prepareEngine } from "../engine/engine.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { runCommand } from "../tools/command.ts";
import type { Progress } from "../tools/progress.ts";
import { DEMO_PATHS } from "./demo-folder.ts";
import { hasLeftLock } from "./left-lock.ts";

const STACK = "dev";

/** Guards nothing: the demo has no secret, and the engine insists on a passphrase. */
const PASSPHRASE = "berth-demo";

const outputsSchema = z.object({
  agentNamespace: z.string(),
  agentUrls: z.record(z.string(), z.string()),
});

const configFileSchema = z.looseObject({ config: z.record(z.string(), z.unknown()) });

/** What the stack `dev` tells. */
export type DevOutputs = z.output<typeof outputsSchema>;

/** The stack `dev` on one cluster, driven by the real engine. */
export interface DevStack {
  /** Variables with which the CLI finds this stack. */
  environment: Record<string, string>;
  /** The parts of the engine that stand in for official ones. */
  standIns: string[];
  /** Deploys the agents with these images, by agent. What the engine says goes to the terminal. */
  up: (images: Readonly<Record<string, string>>) => Promise<void>;
  readOutputs: () => Promise<DevOutputs>;
  /** Removes everything the stack has made. Without effect where there is no stack. */
  destroy: () => Promise<void>;
}

/**
 * Takes over what the repository says of the stack, which may have been changed since the last run. What the
 * engine has added to the demo's copy stays: values are encrypted with it.
 */
async function renewStackConfig(): Promise<void> {
  const said = configFileSchema.parse(
    parse(await readFile(join(ROOT_FOLDER, `Pulumi.${STACK}.yaml`), "utf8")),
  );
  const before = existsSync(DEMO_PATHS.stackConfig)
    ? configFileSchema.parse(parse(await readFile(DEMO_PATHS.stackConfig, "utf8")))
    : {};
  await writeFile(DEMO_PATHS.stackConfig, stringify({ ...before, config: said.config }));
}

/** Makes the engine ready and the stack known. */
export async function createDevStack(kubeconfig: string, progress: Progress): Promise<DevStack> {
  const engine = await prepareEngine({ progress });
  await mkdir(DEMO_PATHS.state, { recursive: true });
  await mkdir(DEMO_PATHS.pulumiHome, { recursive: true });
  await copyFile(join(ROOT_FOLDER, "Pulumi.yaml"), DEMO_PATHS.project);
  await copyPlugins(engine, DEMO_PATHS.pulumiHome);
  const environment = {
    KUBECONFIG: kubeconfig,
    PULUMI_HOME: DEMO_PATHS.pulumiHome,
    PULUMI_BACKEND_URL: `file://${DEMO_PATHS.state}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_STACK: STACK,
  };
  const all = { ...engine.environment, ...environment };
  const config = `--config-file=${DEMO_PATHS.stackConfig}`;

  // From the folder of the demo: `stack init` and `stack rm` write the configuration file beside
  // the project, whatever they are told, and the repository's is not to change.
  const run = async (...args: string[]): Promise<string> =>
    (
      await runCommand([engine.pulumi, ...args, "--non-interactive"], {
        cwd: DEMO_PATHS.folder,
        environment: all,
      })
    ).stdout;
  const show = async (...args: string[]): Promise<void> => {
    // With a terminal of its own the engine draws its tree; NO_COLOR is the user's to set.
    const child = spawn(engine.pulumi, args, {
      cwd: ROOT_FOLDER,
      env: { ...process.env, ...all, NO_COLOR: process.env["NO_COLOR"] },
      stdio: ["ignore", "inherit", "inherit"],
    });
    // The terminal sends Ctrl-C to both: the CLI winds up what it does, and this waits for it.
    const stay = (): void => undefined;
    process.on("SIGINT", stay);
    const [code] = (await once(child, "exit")) as [number | null];
    process.off("SIGINT", stay);
    if (code !== 0) {
      throw new Error(`'pulumi ${args[0] ?? ""}' failed: see above.`);
    }
  };
  const clearLeftLock = async (): Promise<void> => {
    if (await hasLeftLock(DEMO_PATHS.state)) {
      await run("cancel", "--yes");
    }
  };
  const exists = async (): Promise<boolean> => {
    const stacks = z
      .array(z.object({ name: z.string() }))
      .parse(JSON.parse(await run("stack", "ls", "--json")));
    return stacks.some(({ name }) => name === STACK);
  };

  return {
    environment,
    standIns: engine.standIns,
    async up(images) {
      await renewStackConfig();
      if (!(await exists())) {
        await run("stack", "init", STACK, "--no-select");
      }
      await clearLeftLock();
      for (const [agent, image] of Object.entries(images)) {
        await run("config", "set", "--path", `images.${agent}`, image, config);
      }
      // A cluster of the same name may have been made anew since the last run: only it knows what it has.
      await show("up", "--refresh", "--yes", "--skip-preview", "--suppress-outputs", config);
    },
    async readOutputs() {
      return outputsSchema.parse(JSON.parse(await run("stack", "output", "--json")));
    },
    async destroy() {
      if (await exists()) {
        await clearLeftLock();
        await show("destroy", "--yes", "--skip-preview", "--suppress-outputs", config);
        await run("stack", "rm", "--yes");
      }
    },
  };
}
