import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Command } from "commander";
import { kubectlPath } from "../cluster/kubectl.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { withLock } from "../tools/lock.ts";
import { createProgress } from "../tools/progress.ts";
import { sendFromPod } from "./caller.ts";
import { toClosingText, toEnvironmentFile } from "./closing-text.ts";
import { DEMO_PATHS } from "./demo-folder.ts";
import { readRecord, type TargetChoice } from "./demo-record.ts";
import { stageImages } from "./images.ts";
import { createDevStack } from "./stack.ts";
import {
  LOCAL_REGISTRY,
  prepareTarget,
  removeDemoFolder,
  removeTestCluster,
  type Target,
} from "./target.ts";

const SAMPLE = join(ROOT_FOLDER, "examples", "agents", "research", "sales.csv");
const QUESTION = "What do these sales tell?";

const progress = createProgress();

interface BuiltImages {
  runtime: string;
  /** By the name of the agent. */
  agents: Record<string, string>;
}

/** Builds what is not built yet: the tag of an image follows from its content. */
async function buildImages(target: Target): Promise<BuiltImages> {
  const { runtime, agents } = await progress.step("collect the files of the images", async () =>
    stageImages(DEMO_PATHS.images),
  );
  const build = async (
    { name, tag, folder }: typeof runtime,
    buildArguments: Record<string, string>,
  ): Promise<string> => {
    const image = target.toImage(name, tag);
    if (!(await target.builder.has(image))) {
      await target.builder.build(folder, image, buildArguments);
    }
    // For people, whose Dockerfiles and configuration cannot follow a tag that changes with the content.
    await target.builder.tag(image, `${LOCAL_REGISTRY}/${name}:dev`);
    await target.publish(image);
    return image;
  };
  const runtimeImage = await build(runtime, {});
  const built: BuiltImages = { runtime: runtimeImage, agents: {} };
  for (const agent of agents) {
    built.agents[agent.name] = await build(agent, { RUNTIME_IMAGE: runtimeImage });
  }
  return built;
}

async function runDemo(choice: TargetChoice): Promise<void> {
  const target = await prepareTarget(choice, progress);
  const images = await buildImages(target);
  const stack = await createDevStack(target.kubeconfig, progress);
  await writeFile(DEMO_PATHS.environment, toEnvironmentFile(stack.environment));
  await stack.up(images.agents);
  const outputs = await stack.readOutputs();
  const url = outputs.agentUrls["research"];
  if (url === undefined) {
    throw new Error("The stack 'dev' has no agent 'research' to send a message to.");
  }
  process.stdout.write(
    `\nA pod of ${outputs.agentNamespace} sends ${basename(SAMPLE)} to ${url}, which asks its peer:\n\n`,
  );
  const code = await sendFromPod(
    target.kubeconfig,
    {
      namespace: outputs.agentNamespace,
      image: images.runtime,
      url,
      text: QUESTION,
      file: { name: basename(SAMPLE), content: await readFile(SAMPLE, "utf8") },
    },
    process.stdout,
  );
  const kubectl = choice.context === undefined ? await kubectlPath() : "kubectl";
  process.stdout.write(toClosingText({ outputs, kubectl, standIns: stack.standIns }));
  if (code !== 0) {
    throw new Error("The message was not answered: see above.");
  }
}

async function removeDemo(): Promise<void> {
  const record = await readRecord();
  if (record === undefined) {
    process.stdout.write("There is no demo to remove. Start one: npm run demo\n");
    return;
  }
  if (record.context === undefined) {
    // With the cluster goes all that is on it.
    await removeTestCluster(progress);
  } else {
    try {
      const stack = await createDevStack(DEMO_PATHS.kubeconfig, progress);
      await stack.destroy();
    } catch (error) {
      throw new Error(
        `${toMessage(error)}\nIf ${record.cluster?.server ?? "the cluster"} is gone for good, forget it: npm run demo -- --down --forget`,
        { cause: error },
      );
    }
  }
  await removeDemoFolder();
  process.stdout.write("Nothing of the demo is left. Built images stay in the cache.\n");
}

/** For a cluster that is gone: leaves whatever is on it. */
async function forgetDemo(): Promise<void> {
  const record = await readRecord();
  if (record !== undefined && record.context === undefined) {
    throw new Error(
      "'--forget' is for a cluster of your own. The test cluster goes with: npm run demo -- --down",
    );
  }
  await removeDemoFolder();
  process.stdout.write("The demo is forgotten. What it has made on a cluster is still there.\n");
}

function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

interface DemoOptions extends TargetChoice {
  down?: true;
  forget?: true;
}

async function act({ down, forget, context, registry }: DemoOptions): Promise<void> {
  if (down === undefined) {
    if (forget === true) {
      throw new Error("'--forget' goes with '--down'.");
    }
    await runDemo({ context, registry });
  } else if (context !== undefined || registry !== undefined) {
    throw new Error(
      "'--down' goes without '--context' and '--registry': the demo knows where it is.",
    );
  } else if (forget === true) {
    await forgetDemo();
  } else {
    await removeDemo();
  }
}

const program = new Command("npm run demo --")
  .description("Deploys three agents to a real Kubernetes cluster and sends one of them a message.")
  .option("--down", "remove everything the demo has made")
  .option(
    "--forget",
    "with --down: forget a cluster of your own that is gone, and remove nothing there",
  )
  .option("--context <name>", "use this context of your kubeconfig instead of the test cluster")
  .option("--registry <host>", "push the images there, for the nodes of your cluster to pull")
  .addHelpText(
    "after",
    `
Examples:
  npm run demo
  npm run demo -- --context docker-desktop
  npm run demo -- --context team-cluster --registry registry.example.com/me
  npm run demo -- --down

The nodes of a context must see the images of Docker or Podman on this machine, as those of Docker
Desktop do, or pull them from the registry without a Secret.`,
  )
  .action(async (options: DemoOptions) => {
    await withLock(
      "demo",
      async () => {
        await act(options);
      },
      () => {
        progress.note(
          "  Another run of the demo is under way on this machine: waiting for its end",
        );
      },
    );
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${toMessage(error)}\n`);
  process.exitCode = 1;
}
