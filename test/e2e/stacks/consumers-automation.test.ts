// The script that deploys agents by the Automation API, by somebody who has nothing but the packed packages.
import { delimiter, dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandError, runCommand } from "../../tools/command.ts";
import { prepareTestImages } from "../agent/test-images.ts";
import { kubectl } from "../cluster-access.ts";
import { createUniqueText } from "../unique-text.ts";
import {
  type ConsumerStack,
  type ConsumerStacks,
  createConsumerStacks,
} from "./consumer-stacks.ts";

/** What a terminal is told colours by. */
const ESCAPE = "\u001b";

const namespace = createUniqueText("script");

let stacks: ConsumerStacks;
let script: ConsumerStack;
let image: string;

beforeAll(async () => {
  image = (await prepareTestImages()).worker;
  stacks = await createConsumerStacks();
  stacks.watchNamespace(namespace);
  script = await stacks.create("automation");
});

afterAll(async () => {
  await stacks.remove();
});

/** Runs a command in the folder of the script, by a person who has the CLI on PATH; returns its lines. */
async function run(...command: [string, ...string[]]): Promise<string[]> {
  const { environment } = script.sandbox;
  const path = [dirname(stacks.engine.pulumi), environment["PATH"] ?? ""].join(delimiter);
  const { stdout } = await runCommand(command, {
    cwd: script.folder,
    environment: { ...environment, PATH: path, NO_COLOR: "" },
  });
  return stdout.split(/\r?\n/);
}

async function deploy(...args: string[]): Promise<string[]> {
  return await run("node", "deploy.ts", ...args);
}

/** What the lines tell of an agent, in their order. */
function findStates(lines: readonly string[], agent: string): string[] {
  return lines
    .filter((line) => line.startsWith(`${agent} `))
    .map((line) => line.split(/\s+/)[1] ?? "");
}

async function listAgents(): Promise<string[]> {
  const printed = await kubectl(
    ...["get", "deployments", `--namespace=${namespace}`],
    "--output=jsonpath={range .items[*]}{.metadata.name} {.status.availableReplicas}{'\\n'}{end}",
  );
  return printed.split("\n").filter((line) => line !== "");
}

test("three agents are deployed, each with its progress, and the next step is told without colours", async () => {
  const lines = await deploy("--image", image, "--namespace", namespace, "--count", "3");

  for (const agent of ["agent-1", "agent-2", "agent-3"]) {
    expect(findStates(lines, agent)).toEqual([
      "creating",
      "waiting",
      "ready",
      `http://${agent}.${namespace}.svc.cluster.local:8000`,
    ]);
  }
  expect(lines).toContain(`  kubectl --namespace ${namespace} get pods`);
  expect(lines).toContain("  node deploy.ts --stack dev --destroy");
  expect(lines.join("\n")).not.toContain(ESCAPE);
  expect(await listAgents()).toEqual(["agent-1 1", "agent-2 1", "agent-3 1"]);
});

test("one agent less is removed, and the others stay", async () => {
  const lines = await deploy("--image", image, "--namespace", namespace, "--count", "2");

  expect(findStates(lines, "agent-1")[0]).toBe("unchanged");
  expect(findStates(lines, "agent-3")).toEqual(["removing", "gone"]);
  expect(await listAgents()).toEqual(["agent-1 1", "agent-2 1"]);
});

test("an image that cannot be one fails with the words of the component, for the agent that has it", async () => {
  const failed = deploy("--image", "Not An Image", "--namespace", namespace, "--count", "2");

  const error = await failed.then(
    () => undefined,
    (reason: unknown) => reason as CommandError,
  );
  expect(error?.exitCode).toBe(1);
  expect(error?.stdout).toContain("'image' (Not An Image) must");
  expect(error?.stderr).toContain("Run the same command again");
});

test("destroy on a terminal removes the agents, their namespace and the stack, and tells it in colours", async () => {
  const terminal = ["script", "--quiet", "--return", "--command"] as const;
  const lines = await run(...terminal, "node deploy.ts --destroy", "/dev/null");

  const gone = `${ESCAPE}[32mgone${ESCAPE}[39m`;
  expect(findStates(lines, "agent-1")).toEqual(["removing", gone]);
  expect(findStates(lines, "agent-2")).toEqual(["removing", gone]);
  expect(lines).toContain("The stack 'dev' is gone, with all of its agents.");
  expect(await kubectl("get", "namespace", namespace, "--ignore-not-found")).toBe("");
});
