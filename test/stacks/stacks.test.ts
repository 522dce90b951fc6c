import { parsePeers } from "@berth/contract";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { environments } from "../../stacks/environments.ts";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { findInputs, readStackFile, readYaml, runStack } from "./run-stack.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

const byDigest = {
  "data-analysis": `registry.example.com/data-analysis@${DIGEST}`,
  research: `registry.example.com/research@${DIGEST}`,
  "code-review": `registry.example.com/code-review@${DIGEST}`,
};

beforeEach(() => {
  // The program runs when it is loaded: each test needs it fresh.
  vi.resetModules();
});

describe("the stack dev", () => {
  it("tells its agents as lists that a registry reads: within the cluster, and outside of it", async () => {
    const exposure = { hostname: "research.example.com", gateway: { name: "public" } };
    const { result } = await runStack("dev", {
      ...readStackFile("dev"),
      "berth:agents": { research: { exposure }, "code-review": null },
    });
    const [inside, outside] = [result.agentRegistry, result.externalAgentRegistry].map((list) =>
      parsePeers(JSON.stringify(list)),
    );
    expect(inside).toEqual([
      {
        name: "data-analysis",
        url: "http://data-analysis.agents-dev.svc.cluster.local:8000",
      },
      { name: "research", url: "http://research.agents-dev.svc.cluster.local:8000" },
    ]);
    expect(outside).toEqual([{ name: "research", url: "https://research.example.com" }]);
  });

  it("makes one namespace with three agents in it, and tells where they are", async () => {
    const { result, resources } = await runStack("dev", readStackFile("dev"));
    expect(result.agentNamespace).toBe("agents-dev");
    expect(result.agentUrls).toEqual({
      "data-analysis": "http://data-analysis.agents-dev.svc.cluster.local:8000",
      research: "http://research.agents-dev.svc.cluster.local:8000",
      "code-review": "http://code-review.agents-dev.svc.cluster.local:8000",
    });
    expect(Object.keys(result)).toEqual([
      "agentNamespace",
      "agentUrls",
      "agentRegistry",
      "externalAgentRegistry",
    ]);
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
    const { resources } = await runStack("dev", readStackFile("dev"));
    const peersOf = (agent: string) => {
      const { spec } = findInputs(resources, `${agent}-deployment`) as {
        spec: { template: { spec: { containers: { env: { name: string; value: string }[] }[] } } };
      };
      return spec.template.spec.containers[0]?.env.find(({ name }) => name === "A2A_PEERS")?.value;
    };
    expect(peersOf("data-analysis")).toBeUndefined();
    expect(peersOf("code-review")).toBeUndefined();
    expect(JSON.parse(peersOf("research") ?? "")).toEqual([
      {
        name: "data-analysis",
        url: "http://data-analysis.agents-dev.svc.cluster.local:8000",
      },
    ]);
  });

  it.each(["data-analysis", "research", "code-review"])(
    "gives %s the card that its example serves on a laptop",
    async (agent) => {
      const { resources } = await runStack("dev", readStackFile("dev"));
      const file = join(ROOT_FOLDER, "examples", "agents", agent, "card.json");
      expect(findInputs(resources, agent).card).toEqual(JSON.parse(readFileSync(file, "utf8")));
    },
  );

  it("runs two pods of an agent, and one of code-review, with little asked for", async () => {
    const { resources } = await runStack("dev", readStackFile("dev"));
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

  it("has a stack of anybody's own beside it, in another namespace", async () => {
    const { result } = await runStack("dev-alice", readStackFile("dev"));
    expect(result.agentNamespace).toBe("agents-dev-alice");
  });
});

describe.each(["staging", "prod"])("the stack %s", (stack) => {
  const config = { ...readStackFile(stack), "berth:images": byDigest };

  it("has agents that are scaled as the environment says, by what the platform has", async () => {
    const { resources } = await runStack(stack, config);
    const { replicas: minReplicas, maxReplicas } = environments[stack] ?? {};
    expect(findInputs(resources, "research").scaling).toEqual({
      backend: "PrometheusAdapter",
      minReplicas,
      maxReplicas,
    });
    expect(findInputs(resources, "research").replicas).toBeUndefined();
    const scaled = resources.filter(({ type }) => type.endsWith(":HorizontalPodAutoscaler"));
    expect(scaled).toHaveLength(3);
  });

  it("refuses images without a digest", async () => {
    const images = { ...byDigest, research: "registry.example.com/research:1.2.0" };
    await expect(runStack(stack, { ...config, "berth:images": images })).rejects.toThrow(
      `Pulumi.${stack}.yaml is not valid:\n` +
        "  'berth:images.research' (registry.example.com/research:1.2.0) must have a digest here, so " +
        "that what was tried is what runs. " +
        `Set it: pulumi config set --stack ${stack} --path 'berth:images.research' IMAGE@sha256:DIGEST`,
    );
  });

  it("says how to bring the platform up when there is none", async () => {
    await expect(runStack(stack, config, { outputs: {} })).rejects.toThrow(
      `Pulumi.${stack}.yaml is not valid:\n` +
        "  'berth:platform' (platform) must be a stack with a platform that is up: " +
        "'organization/berth/platform' has no output 'binding' that is the one of an AgentPlatform. " +
        "Bring it up: pulumi up --stack platform",
    );
  });
});

it("only prod is protected: all of it but what goes with each change of its content", async () => {
  const config = { ...readStackFile("prod"), "berth:images": byDigest };
  const readProtection = async (stack: string): Promise<{ closed: string[]; open: string[] }> => {
    vi.resetModules();
    const { registrations } = await runStack(stack, config);
    const toNames = (isProtected: boolean): string[] =>
      registrations
        .filter((registration) => registration.isProtected === isProtected)
        .map(({ name }) => name.replace(/-card-[0-9a-f]{8}$/, "-card"))
        .sort();
    return { closed: toNames(true), open: toNames(false) };
  };
  expect((await readProtection("dev")).closed).toEqual([]);
  expect((await readProtection("staging")).closed).toEqual([]);
  const { closed, open } = await readProtection("prod");
  const scalers = Object.keys(byDigest).map((agent) => `${agent}-horizontal-pod-autoscaler`);
  const cards = Object.keys(byDigest).map((agent) => `${agent}-card`);
  expect(open.filter((name) => name !== "organization/berth/platform")).toEqual(
    [...cards, ...scalers].sort(),
  );
  expect(closed).toEqual(expect.arrayContaining(["agents-namespace", "research-deployment"]));
});

describe("the stack platform", () => {
  it("installs Prometheus and the adapter, and tells environments of them", async () => {
    const { result, resources } = await runStack("platform", readStackFile("platform"));
    expect(result.binding).toMatchObject({
      scalingBackend: "PrometheusAdapter",
      monitoringKind: "None",
    });
    expect(Object.keys(result)).toEqual(["binding", "prometheusUrl"]);
    const components = resources.filter(({ type }) => type.startsWith("berth:"));
    expect(components.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "berth:index:AgentPlatform agents",
      "berth:index:PrometheusAdapter agents-prometheus-adapter",
    ]);
  });

  it("names every key that is unknown or has a secret", async () => {
    const config = { "berth:prometheus": { install: true }, "berth:images": byDigest };
    const refused = runStack("platform", config, { secretKeys: ["berth:prometheus"] });
    await expect(refused).rejects.toThrow(
      "Pulumi.platform.yaml is not valid:\n" +
        "  'berth:images' is not a known property. Remove it.\n" +
        "  'berth:prometheus' has a secret in it, which would be in clear in Pulumi's state. Set it in " +
        "'berth:secrets', where agents take it from by 'fromConfig'.",
    );
  });

  it("names every arg that breaks a rule, by its key", async () => {
    const config = { "berth:prometheus": { install: "yes" }, "berth:alerts": { sources: "all" } };
    await expect(runStack("platform", config)).rejects.toThrow(
      /^Pulumi\.platform\.yaml is not valid:\n {2}'berth:prometheus\.install' .*\n {2}'berth:alerts\.sources' /,
    );
  });
});

describe("the program", () => {
  it.each(["dev-Alice", "dev_2", "dev-", `dev-${"a".repeat(53)}`])(
    "refuses the stack %s, whose namespace could not be called so",
    async (stack) => {
      await expect(runStack(stack, readStackFile("dev"))).rejects.toThrow(
        `The stack '${stack}' must be called by 2 to 56 lower-case letters, digits and hyphens, for its ` +
          `namespace is 'agents-${stack}'. Rename it: pulumi stack rename NAME --stack '${stack}'`,
      );
    },
  );

  it("refuses a stack it does not know and lists those it does", async () => {
    await expect(runStack("production", readStackFile("dev"))).rejects.toThrow(
      "The stack 'production' is none of this program. Name it platform, dev, staging, prod, or one " +
        "of those with a name of your own behind it: dev-alice, prod-eu.",
    );
  });
});

describe("Pulumi.yaml", () => {
  it("leads to the program, and each stack has its file beside it", () => {
    const project = readYaml("Pulumi.yaml") as { main: string };
    const packageFile = JSON.parse(
      readFileSync(join(ROOT_FOLDER, project.main, "package.json"), "utf8"),
    ) as { main: string };
    expect(existsSync(join(ROOT_FOLDER, project.main, packageFile.main))).toBe(true);
    const files = ["platform", ...Object.keys(environments)].map((stack) => `Pulumi.${stack}.yaml`);
    expect(files.filter((file) => !existsSync(join(ROOT_FOLDER, file)))).toEqual([]);
  });
});
