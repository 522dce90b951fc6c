// The repository's program as its README says: a platform, and three environments beside each other.
import { Writable } from "node:stream";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { sendFromPod } from "../../demo/caller.ts";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { deleteNamespace, kubectl } from "../cluster-access.ts";
import { toPlannedSteps, toWords } from "../component/planned-steps.ts";
import { findLayout } from "../find-layout.ts";
import { preparePrometheusImages } from "../scaling/scaling-images.ts";
import { type AgentImages, prepareAgentImages } from "./agent-images.ts";
import { readMadeObjects } from "./made-objects.ts";
import {
  cloneRepositoryStacks,
  type RepositoryStacks,
  toSmallAgents,
} from "./repository-stacks.ts";

const ENVIRONMENTS = ["dev", "staging", "prod"];
const STACKS = ["platform", ...ENVIRONMENTS];

let stacks: RepositoryStacks;
let images: AgentImages;

/** The image that the pods of an agent have. */
async function readImage(environment: string, agent: string): Promise<string> {
  return await kubectl(
    ...["get", "deployment", agent, `--namespace=agents-${environment}`],
    "--output=jsonpath={.spec.template.spec.containers[0].image}",
  );
}

/** Asks the agent `research` of an environment about a table, from a pod in its namespace. */
async function ask(environment: string): Promise<string> {
  let printed = "";
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed += chunk.toString();
      done();
    },
  });
  await sendFromPod(
    process.env["KUBECONFIG"] ?? "",
    {
      namespace: `agents-${environment}`,
      image: images.runtime,
      url: `http://research.agents-${environment}.svc.cluster.local:8000`,
      text: "What do these sales tell?",
      file: {
        name: "sales.csv",
        content: await readFile(
          join(ROOT_FOLDER, "examples", "agents", "research", "sales.csv"),
          "utf8",
        ),
      },
    },
    output,
  );
  return printed;
}

beforeAll(async () => {
  await preparePrometheusImages(await findLayout());
  images = await prepareAgentImages();
  stacks = await cloneRepositoryStacks();
  for (const stack of STACKS) {
    await stacks.must(stack, "stack", "init");
  }
});

afterAll(async () => {
  for (const stack of [...STACKS].reverse()) {
    await stacks.run(stack, "state", "unprotect", "--all", "--yes");
    await stacks.run(stack, "destroy", "--yes", "--skip-preview");
  }
  for (const environment of ENVIRONMENTS) {
    await deleteNamespace(`agents-${environment}`);
  }
  await stacks.remove();
});

test("without its platform an environment says how to bring it up, and makes nothing", async () => {
  await stacks.edit("staging", { "berth:images": images.agents });
  const { succeeded, output } = await stacks.run("staging", "up", "--yes");
  expect(succeeded).toBe(false);
  expect(output).toContain("Pulumi.staging.yaml is not valid:");
  expect(output).toContain("Bring it up: pulumi up --stack platform");
  expect(await stacks.listTypes("staging")).not.toContain("kubernetes:core/v1:Namespace");
});

test("the platform goes up", async () => {
  await stacks.must("platform", "up", "--yes");
  const output = await stacks.must("platform", "stack", "output", "--json");
  expect(JSON.parse(output)).toMatchObject({
    binding: { scalingBackend: "PrometheusAdapter", monitoringKind: "None" },
  });
});

test("a wrong key fails before anything is made, by file and key", async () => {
  await stacks.edit("dev", {
    "berth:images": { ...images.agents, translation: "translation:1" },
    "berth:imagse": {},
  });
  const unknown = await stacks.run("dev", "up", "--yes", "--skip-preview");
  expect(unknown.succeeded).toBe(false);
  expect(unknown.output).toContain("Pulumi.dev.yaml is not valid:");
  expect(unknown.output).toContain("'berth:imagse' is not a known property. Remove it.");
  expect(unknown.output).toContain("'berth:images.translation' belongs to no agent.");
  await stacks.must("dev", "config", "rm", "berth:imagse");
  expect(await stacks.listTypes("dev")).not.toContain("kubernetes:core/v1:Namespace");
  expect(await kubectl("get", "namespace", "agents-dev", "--ignore-not-found")).toBe("");
});

describe("beside each other", () => {
  test("dev goes up, and its images are copied to staging and prod, which go up", async () => {
    await stacks.edit("dev", { "berth:images": images.agents });
    const small = toSmallAgents(Object.keys(images.agents));
    await stacks.edit("staging", { "berth:agents": small });
    await stacks.edit("prod", { "berth:agents": small });
    await stacks.must("dev", "up", "--yes");
    await stacks.must("dev", "config", "cp", "--path", "berth:images", "--dest=staging");
    await stacks.must("staging", "up", "--yes");
    await stacks.must("staging", "config", "cp", "--path", "berth:images", "--dest=prod");
    await stacks.must("prod", "up", "--yes");
    for (const environment of ENVIRONMENTS) {
      expect(await readImage(environment, "research")).toBe(images.agents["research"]);
    }
  });

  test.each(ENVIRONMENTS)("the agents of %s answer", async (environment) => {
    expect(await ask(environment)).toContain("**revenue** is 478.82 on average");
  });

  test.each(["staging", "prod"])(
    "the agents of %s are scaled by the platform",
    async (environment) => {
      await waitFor(`scalers of '${environment}' with a metric`, 180, async () => {
        const active = await kubectl(
          ...["get", "horizontalpodautoscalers", `--namespace=agents-${environment}`],
          `--output=jsonpath={.items[*].status.conditions[?(@.type=="ScalingActive")].status}`,
        );
        return active === "True True True" ? true : undefined;
      });
    },
  );

  test.each(STACKS)("nothing of %s would be changed", async (stack) => {
    await stacks.must(stack, "preview", "--expect-no-changes");
  });
});

describe("a promotion", () => {
  test("changes the image of one agent of staging, and nothing else", async () => {
    await stacks.must(
      "dev",
      "config",
      "set",
      "--path",
      "berth:images.research",
      images.nextResearch,
    );
    await stacks.must("dev", "up", "--yes");
    await stacks.must("dev", "config", "cp", "--path", "berth:images.research", "--dest=staging");
    const printed = await stacks.must("staging", "preview", "--json");
    const steps = toPlannedSteps(printed).filter(({ type }) => type !== "StackReference");
    expect(toWords(steps)).toEqual(["update Agent", "update Deployment"]);
    expect(findChangedPaths(printed)).toEqual(["spec.template.spec.containers[0].image"]);
    await stacks.must("staging", "up", "--yes");
    expect(await readImage("staging", "research")).toBe(images.nextResearch);
    expect(await readImage("prod", "research")).toBe(images.agents["research"]);
    await stacks.must("prod", "preview", "--expect-no-changes");
  });
});

describe("the end", () => {
  test("prod does not go before it is unprotected, and loses nothing by the attempt", async () => {
    const objects = await readMadeObjects("agents-prod");
    const { succeeded, output } = await stacks.run("prod", "destroy", "--yes", "--skip-preview");
    expect(succeeded).toBe(false);
    expect(output).toMatch(/cannot be deleted\s+because it is protected/);
    const left = await readMadeObjects("agents-prod");
    const lost = Object.keys(objects).filter((key) => !(key in left));
    expect(lost.filter((key) => !key.startsWith("HorizontalPodAutoscaler "))).toEqual([]);
    expect(await ask("prod")).toContain("**revenue** is 478.82 on average");
    await stacks.must("prod", "up", "--yes");
    expect(await readMadeObjects("agents-prod")).toEqual(objects);
    await stacks.must("prod", "state", "unprotect", "--all", "--yes");
  });

  test("each stack goes, and nothing of it is left on the cluster", async () => {
    for (const stack of ["prod", "staging", "dev", "platform"]) {
      await stacks.must(stack, "destroy", "--yes");
    }
    const namespaces = await kubectl("get", "namespaces", "--output=name");
    expect(namespaces.split("\n").filter((name) => name.includes("agents-"))).toEqual([]);
    const services = await kubectl("get", "apiservices", "--output=name");
    expect(services).not.toContain("custom.metrics.k8s.io");
  });
});

/** The paths that a preview would change in objects of Kubernetes. */
function findChangedPaths(printed: string): string[] {
  const { steps } = JSON.parse(printed) as {
    steps: { urn: string; detailedDiff?: Record<string, unknown> | null }[];
  };
  return steps
    .filter(({ urn }) => urn.includes("kubernetes:"))
    .flatMap(({ detailedDiff }) => Object.keys(detailedDiff ?? {}));
}
