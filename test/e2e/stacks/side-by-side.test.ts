// Two people with a stack of their own each, in one cluster.
import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteNamespace, kubectl } from "../cluster-access.ts";
import { type AgentImages, prepareAgentImages } from "./agent-images.ts";
import { readMadeObjects } from "./made-objects.ts";
import { copyRepositoryStacks, type RepositoryStacks } from "./repository-stacks.ts";

const STACKS = ["dev-alice", "dev-bob"];

/** An object of the cluster that each of them has, besides its namespace. */
const AGENTS = { research: { scaling: { backend: "None", idlestPodFirst: true } } };

let stacks: RepositoryStacks;
/** Somebody else's backend: it knows nothing of the stacks in the first one. */
let others: RepositoryStacks;
let images: AgentImages;

interface Labelled {
  items: { kind: string; metadata: { name: string; labels?: Record<string, string> } }[];
}

/** Every object of a stack that is in no namespace. */
async function listClusterObjects(stack: string): Promise<string[]> {
  const kinds = await kubectl(
    "api-resources",
    "--namespaced=false",
    "--verbs=list",
    "--output=name",
  );
  const printed = await kubectl(
    ...["get", kinds.trim().split("\n").join(","), "--output=json", "--ignore-not-found"],
    `--selector=berth.dev/project=berth,berth.dev/stack=${stack}`,
  );
  // Of nothing, kubectl prints nothing.
  const { items } = JSON.parse(printed || '{"items":[]}') as Labelled;
  return items.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
}

beforeAll(async () => {
  images = await prepareAgentImages();
  stacks = await copyRepositoryStacks();
  others = await copyRepositoryStacks();
  for (const stack of STACKS) {
    await stacks.must(stack, "stack", "init");
    await stacks.edit(stack, { "berth:images": images.agents, "berth:agents": AGENTS });
  }
});

afterAll(async () => {
  for (const stack of STACKS) {
    await stacks.run(stack, "destroy", "--yes", "--skip-preview");
    await deleteNamespace(`agents-${stack}`);
  }
  await stacks.remove();
  await others.run("dev-alice", "destroy", "--yes", "--skip-preview");
  await others.remove();
});

test("both go up, and each object says in its labels whose it is", async () => {
  for (const stack of STACKS) {
    await stacks.must(stack, "up", "--yes");
  }
  for (const stack of STACKS) {
    const objects = Object.entries(await readMadeObjects(`agents-${stack}`)) as [
      string,
      Labelled["items"][number],
    ][];
    expect(objects.length).toBeGreaterThan(20);
    const strangers = objects.filter(
      ([, { metadata }]) => metadata.labels?.["berth.dev/stack"] !== stack,
    );
    expect(strangers.map(([name]) => name)).toEqual([]);
  }
});

test("what is in no namespace has the stack in its name", async () => {
  for (const stack of STACKS) {
    expect(await listClusterObjects(stack)).toEqual([
      `Namespace agents-${stack}`,
      `ValidatingAdmissionPolicy agents-${stack}.research.${stack}.pod-deletion-cost`,
      `ValidatingAdmissionPolicyBinding agents-${stack}.research.${stack}.pod-deletion-cost`,
    ]);
  }
});

test("a stack of the same name in another backend is refused, and takes nothing over", async () => {
  const before = await readMadeObjects("agents-dev-alice");
  await others.must("dev-alice", "stack", "init");
  await others.edit("dev-alice", { "berth:images": images.agents });
  const { succeeded, output } = await others.run("dev-alice", "up", "--yes", "--skip-preview");
  expect(succeeded).toBe(false);
  expect(output).toContain("Namespace agents-dev-alice exists already");
  await others.must("dev-alice", "destroy", "--yes", "--skip-preview");
  expect(await readMadeObjects("agents-dev-alice")).toEqual(before);
});

test("one goes, and the other one stays as it is", async () => {
  const before = await readMadeObjects("agents-dev-bob");
  await stacks.must("dev-alice", "destroy", "--yes");
  expect(await listClusterObjects("dev-alice")).toEqual([]);
  expect(await readMadeObjects("agents-dev-bob")).toEqual(before);
  await stacks.must("dev-bob", "preview", "--expect-no-changes");
});
