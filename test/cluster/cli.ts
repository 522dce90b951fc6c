import { resolve } from "node:path";
import { Argument, Command } from "commander";
import { ensureGoTool, goTools, type GoToolName } from "../tools/go-tools.ts";
import { withLock } from "../tools/lock.ts";
import { createProgress } from "../tools/progress.ts";
import { parseClusterName, parseNodeCount } from "./cli-values.ts";
import { createCluster, isHealthy } from "./create-cluster.ts";
import { findCluster, type KnownCluster } from "./cluster-state.ts";
import { buildFromDockerfile, loadImage } from "./images.ts";
import { defaultClusterName, type ClusterLayout } from "./layout.ts";
import { memoryBytes } from "./memory.ts";
import { countStrayPackets } from "./network.ts";
import {
  describePreparations,
  findPrerequisites,
  refuseObstacles,
  requirePrerequisites,
} from "./prerequisites.ts";
import { removeCluster } from "./remove-cluster.ts";

const progress = createProgress();

// A reader like `head` closes the pipe when it has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Named {
  name: string;
}

async function runningCluster(name: string): Promise<ClusterLayout> {
  const known: KnownCluster | undefined = await findCluster(name);
  if (known?.complete !== true || !(await isHealthy(known.layout))) {
    throw new Error(`The cluster '${name}' is not up. Start it: npm run cluster -- up`);
  }
  return known.layout;
}

/** One tool at a time works on a cluster; a second one waits. */
async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  return await withLock(`cluster-${name}`, work, () => {
    progress.note(`  another command works on '${name}': waiting for it`);
  });
}

function command(program: Command, usage: string, description: string): Command {
  return program
    .command(usage)
    .description(description)
    .option(
      "--name <name>",
      "which cluster, when more than one runs",
      parseClusterName,
      defaultClusterName,
    );
}

const program = new Command("npm run cluster --")
  .description("A real Kubernetes cluster on this machine, in network namespaces of its own.")
  .addHelpText(
    "after",
    `
Examples:
  npm run cluster -- up --nodes 2
  export KUBECONFIG=$(npm run --silent cluster -- kubeconfig)
  npm run cluster -- build ./my-agent --tag my-agent:1
  npm run cluster -- load my-agent:1
  npm run cluster -- down`,
  );

command(program, "check", "say whether this machine can run a cluster, and what is missing").action(
  async () => {
    const prerequisites = await findPrerequisites();
    describePreparations(prerequisites).forEach(print);
    refuseObstacles(prerequisites.obstacles);
    print("This machine can run a test cluster.");
  },
);

command(program, "up", "bring the cluster up; harmless when it is up already")
  .option("--nodes <count>", "how many nodes", parseNodeCount, 1)
  .action(async ({ name, nodes }: Named & { nodes: number }) => {
    const layout = await alone(name, async () => await createCluster(name, nodes, progress));
    print(`The cluster '${name}' is up, nodes: ${layout.nodes.length}. Next:`);
    print(`  export KUBECONFIG=${layout.kubeconfig}`);
  });

command(program, "status", "say what runs, where, and how much memory it takes").action(
  async ({ name }: Named) => {
    const layout = await runningCluster(name);
    print(`cluster     ${name}`);
    print(`api server  ${layout.apiServer}`);
    print(`kubeconfig  ${layout.kubeconfig}`);
    print(`memory      ${((await memoryBytes(layout)) / 1024 ** 2).toFixed(0)} MiB`);
    for (const node of layout.nodes) {
      print(
        `${node.name.padEnd(12)}${node.address}, pods ${node.podRange}, ${await countStrayPackets(node)} packets to addresses outside`,
      );
    }
  },
);

command(program, "kubeconfig", "print the path of the kubeconfig").action(
  async ({ name }: Named) => {
    print((await runningCluster(name)).kubeconfig);
  },
);

command(program, "build <folder>", "build an image from a folder with a Dockerfile")
  .requiredOption("--tag <tag>", "the name of the image")
  .option("--file <dockerfile>", "the Dockerfile, when it is not FOLDER/Dockerfile")
  .action(async (folder: string, { tag, file }: { tag: string; file?: string }) => {
    await requirePrerequisites();
    await buildFromDockerfile(
      resolve(folder),
      tag,
      file === undefined ? undefined : resolve(file),
      progress,
    );
    print(`Built ${tag}. Next: npm run cluster -- load ${tag}`);
  });

program
  .command("tool")
  .description("print the path of a program that only some tests need; the first time builds it")
  .addArgument(new Argument("<program>", "which one").choices(Object.keys(goTools)))
  .action(async (name: GoToolName) => {
    await requirePrerequisites();
    print(await ensureGoTool(name, progress));
  });

command(program, "load <image>", "put an image, or an archive of one, on every node").action(
  async (image: string, { name }: Named) => {
    await alone(name, async () => {
      await loadImage(await runningCluster(name), image, progress);
    });
    print(`Every node has ${image}. Use it with imagePullPolicy IfNotPresent.`);
  },
);

command(program, "down", "take the cluster down and check that nothing of it is left").action(
  async ({ name }: Named) => {
    await alone(name, async () => {
      await progress.step(`take '${name}' down`, async () => {
        await removeCluster(name);
      });
    });
    print(`Nothing of the cluster '${name}' is left. Binaries and images stay in the cache.`);
  },
);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
