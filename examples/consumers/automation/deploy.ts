// Deploys agents by Pulumi's Automation API: `node deploy.ts --help`.
import * as automation from "@pulumi/pulumi/automation/index.js";
import { Command, InvalidArgumentError } from "commander";
import { styleText } from "node:util";
import { createAgents, toAgentNames } from "./agents.ts";
import { type AgentStep, watchAgents } from "./progress.ts";

const PROJECT = "hello-agents-automation";
const DEFAULT_COUNT = 3;
const DEFAULT_NAMESPACE = "hello-agents";

interface Options {
  count: number;
  image?: string;
  namespace: string;
  stack: string;
  destroy?: true;
}

const COLOURS: Readonly<Partial<Record<AgentStep["state"], "green" | "red">>> = {
  ready: "green",
  unchanged: "green",
  gone: "green",
  failed: "red",
};

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidArgumentError("It must be a whole number, at least 1.");
  }
  return count;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Whether a failure was told when it happened: the error that the engine ends with says it again. */
let hasToldFailure = false;

/** Prints a step, in colour where the output is a terminal. */
function printStep({ agent, state, detail }: AgentStep): void {
  const colour = COLOURS[state];
  const shown = colour === undefined ? state : styleText(colour, state, { stream: process.stdout });
  print(`${agent.padEnd(12)}${shown}${detail === undefined ? "" : `: ${detail}`}`);
}

async function run({ count, image, namespace, stack: stackName, destroy }: Options): Promise<void> {
  if (image === undefined && destroy !== true) {
    program.error("error: option '--image <image>' is missing: it names what the agents run");
  }
  const stack = await automation.LocalWorkspace.createOrSelectStack({
    projectName: PROJECT,
    stackName,
    program: () => Promise.resolve(createAgents({ count, image: image ?? "", namespace })),
  });
  const onEvent = watchAgents((step) => {
    hasToldFailure ||= step.state === "failed";
    printStep(step);
  });
  if (destroy === true) {
    await stack.destroy({ onEvent });
    await stack.workspace.removeStack(stackName);
    print(`The stack '${stackName}' is gone, with all of its agents.`);
    return;
  }
  const { outputs } = await stack.up({ onEvent });
  print("");
  for (const name of toAgentNames(count)) {
    print(`${name.padEnd(12)}${String(outputs[name]?.value)}`);
  }
  print("\nNext:");
  print(`  kubectl --namespace ${namespace} get pods`);
  print(`  node deploy.ts --stack ${stackName} --destroy`);
}

const program = new Command("node deploy.ts")
  .description("Deploys agents to the cluster of your kubeconfig, and tells how far each one is.")
  .option("--count <count>", "how many agents", parseCount, DEFAULT_COUNT)
  .option("--image <image>", "the image of all of them, with @berth/agent-runtime in it")
  .option("--namespace <name>", "a namespace that is made for them", DEFAULT_NAMESPACE)
  .option("--stack <name>", "the Pulumi stack that keeps what was made", "dev")
  .option("--destroy", "remove the stack and all that it made")
  .addHelpText(
    "after",
    `
Examples:
  $ node deploy.ts --image registry.example.com/hello:1.0.0
  $ node deploy.ts --image registry.example.com/hello:1.0.0 --count 5 --namespace team-a
  $ node deploy.ts --destroy`,
  )
  .action(async (options: Options) => {
    try {
      await run(options);
    } catch (error) {
      process.stderr.write(`${hasToldFailure ? "Pulumi ended with an error." : String(error)}\n`);
      process.stderr.write("Run the same command again: it goes on from where it stopped.\n");
      process.exitCode = 1;
    }
  });

await program.parseAsync();
