import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { type RecordedResource, recordResources } from "../sdk/record-resources.ts";

beforeEach(() => {
  // The program runs when it is loaded: each test needs it fresh.
  vi.resetModules();
});

const project = readYaml("Pulumi.yaml") as { name: string; main: string };
const { config: devConfig } = readYaml("Pulumi.dev.yaml") as { config: Record<string, unknown> };

function readYaml(file: string): unknown {
  return parse(readFileSync(join(ROOT_FOLDER, file), "utf8"));
}

async function runStack(stack: string, config = devConfig) {
  return await recordResources(async () => await import("../../stacks/index.ts"), {
    project: project.name,
    stack,
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]),
    ),
  });
}

function findInputs(resources: RecordedResource[], name: string): RecordedResource["inputs"] {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) {
    throw new Error(`The stack has no '${name}'.`);
  }
  return found.inputs;
}

describe("the stack dev", () => {
  it("makes one namespace with three agents in it, and tells where they are", async () => {
    const { result, resources } = await runStack("dev");
    expect(result.agentNamespace).toBe("agents-dev");
    expect(result.agentUrls).toEqual({
      "data-analysis": "http://data-analysis.agents-dev.svc.cluster.local:8000",
      research: "http://research.agents-dev.svc.cluster.local:8000",
      "code-review": "http://code-review.agents-dev.svc.cluster.local:8000",
    });
    const components = resources.filter(({ type }) => type.startsWith("berth:"));
    // An agent registers once its inputs are known, so the order says nothing.
    expect(components.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "berth:index:Agent code-review",
      "berth:index:Agent data-analysis",
      "berth:index:Agent research",
      "berth:index:AgentNamespace agents",
    ]);
    const namespaces = resources
      .filter(({ type }) => type === "kubernetes:apps/v1:Deployment")
      .map(({ inputs }) => inputs.metadata as { namespace: string });
    expect(namespaces.map(({ namespace }) => namespace)).toEqual(Array(3).fill("agents-dev"));
  });

  it("tells research, and nobody else, where data-analysis is", async () => {
    const { resources } = await runStack("dev");
    const peersOf = (agent: string) => findInputs(resources, agent).peers;
    expect(peersOf("data-analysis")).toBeUndefined();
    expect(peersOf("code-review")).toBeUndefined();
    expect(peersOf("research")).toEqual([
      {
        name: "data-analysis",
        namespace: "agents-dev",
        url: "http://data-analysis.agents-dev.svc.cluster.local:8000",
      },
    ]);
  });

  it.each(["data-analysis", "research", "code-review"])(
    "gives %s the card that its example serves on a laptop",
    async (agent) => {
      const { resources } = await runStack("dev");
      const file = join(ROOT_FOLDER, "examples", "agents", agent, "card.json");
      expect(findInputs(resources, agent).card).toEqual(JSON.parse(readFileSync(file, "utf8")));
    },
  );

  it("runs two pods of an agent, and one of code-review, with little asked for", async () => {
    const { resources } = await runStack("dev");
    const sizes = resources
      .filter(({ type }) => type === "berth:index:Agent")
      .map(({ name, inputs }): [string, unknown] => [name, [inputs.replicas, inputs.resources]]);
    const little = { requests: { cpu: "10m", memory: "64Mi" } };
    expect(Object.fromEntries(sizes)).toEqual({
      "data-analysis": [2, little],
      research: [2, little],
      "code-review": [1, little],
    });
  });

  it("takes the images from the configuration", async () => {
    const images = { "data-analysis": "a:1", research: "b:2", "code-review": "c:3" };
    const { resources } = await runStack("dev", { "berth:images": images });
    const taken = Object.keys(images).map((agent) => [agent, findInputs(resources, agent).image]);
    expect(Object.fromEntries(taken)).toEqual(images);
  });

  it("names every key that is missing, wrong or unknown, and how to set it", async () => {
    const images = { research: "", "code-review": "c:3", translation: "d:4" };
    await expect(runStack("dev", { "berth:images": images })).rejects.toThrow(
      "'berth:images.data-analysis' must be the reference of an image. " +
        "Set it: pulumi config set --path berth:images.data-analysis IMAGE\n" +
        "'berth:images.research' must be the reference of an image. " +
        "Set it: pulumi config set --path berth:images.research IMAGE\n" +
        "'berth:images.translation' is not a known key. " +
        "Remove it: pulumi config rm --path berth:images.translation",
    );
  });

  it("says which key has the images when there is none", async () => {
    await expect(runStack("dev", {})).rejects.toThrow(
      "'berth:images' must have the image of each agent by its name. " +
        "Set it: pulumi config set --path berth:images.AGENT IMAGE",
    );
  });
});

describe("the program", () => {
  it("refuses a stack it does not know and lists those it does", async () => {
    await expect(runStack("production")).rejects.toThrow(
      "There is no stack 'production' in this program. Select one of: dev.",
    );
  });
});

describe("Pulumi.yaml", () => {
  it("leads to the program, and each stack has its file beside it", () => {
    const packageFile = JSON.parse(
      readFileSync(join(ROOT_FOLDER, project.main, "package.json"), "utf8"),
    ) as { main: string };
    expect(existsSync(join(ROOT_FOLDER, project.main, packageFile.main))).toBe(true);
    expect(existsSync(join(ROOT_FOLDER, "Pulumi.dev.yaml"))).toBe(true);
  });
});
