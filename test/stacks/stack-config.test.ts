import { beforeEach, describe, expect, it, vi } from "vitest";
import { findInputs, readStackFile, runStack, type StackConfig } from "./run-stack.ts";

beforeEach(() => {
  // The program runs when it is loaded: each test needs it fresh.
  vi.resetModules();
});

const dev = readStackFile("dev");
const images = dev["berth:images"] as Record<string, string>;

const translation = {
  card: {
    description: "Translates texts",
    version: "1.0.0",
    skills: [{ id: "translate", name: "Translate", description: "Translates", tags: ["text"] }],
  },
  runtime: { mode: "Embedded" },
};

/** The message with which a configuration of dev is refused. */
async function refuse(config: StackConfig, secretKeys?: string[]): Promise<string> {
  const refused = await runStack("dev", { ...dev, ...config }, { secretKeys }).then(
    () => "nothing",
    (error: unknown) => (error as Error).message,
  );
  return refused;
}

describe("an agent of the configuration", () => {
  it("is made like the others when it has a card and an image", async () => {
    const { resources } = await runStack("dev", {
      "berth:images": { ...images, translation: "translation:1" },
      "berth:agents": { translation },
    });
    expect(findInputs(resources, "translation")).toMatchObject({
      ...translation,
      image: "translation:1",
      namespace: "agents-dev",
      replicas: 2,
    });
  });

  it("is put together with what the program and the environment say of it", async () => {
    const { resources } = await runStack("dev", {
      ...dev,
      "berth:agents": {
        research: {
          resources: { limits: { memory: "1Gi" } },
          card: { version: "2.0.0" },
          peers: [],
        },
      },
    });
    const { card, resources: amounts, peers } = findInputs(resources, "research");
    expect(card).toMatchObject({ name: "Research", version: "2.0.0" });
    expect(amounts).toEqual({
      requests: { cpu: "10m", memory: "64Mi" },
      limits: { memory: "1Gi" },
    });
    expect(peers).toEqual([]);
  });

  it("is left out where its settings are null, with its image left in", async () => {
    const { result } = await runStack("dev", { ...dev, "berth:agents": { "code-review": null } });
    expect(Object.keys(result.agentUrls ?? {}).sort()).toEqual(["data-analysis", "research"]);
  });

  it("has a fixed number of pods beside a platform when it asks for one", async () => {
    const { resources } = await runStack("dev", {
      ...dev,
      "berth:platform": "platform",
      "berth:agents": { research: { replicas: 1 } },
    });
    expect(findInputs(resources, "research")).toMatchObject({ replicas: 1 });
    expect(findInputs(resources, "research").scaling).toBeUndefined();
    expect(findInputs(resources, "code-review").scaling).toEqual({
      backend: "PrometheusAdapter",
      minReplicas: 2,
      maxReplicas: 4,
    });
  });
});

describe("a secret of the configuration", () => {
  const config = {
    ...dev,
    "berth:secrets": { openai: "sk-123", pin: "4711" },
    "berth:agents": {
      research: {
        secrets: [
          { env: "OPENAI_API_KEY", fromConfig: "openai" },
          { env: "PIN", fromConfig: "pin" },
          { env: "TOKEN", secretName: "llm-credentials", key: "token" },
        ],
      },
    },
  };

  it("becomes a Secret of the agent, and a reference stays one", async () => {
    const { resources } = await runStack("dev", config);
    const made = resources.filter(({ type }) => type === "kubernetes:core/v1:Secret");
    expect(made.map(({ name }) => name)).toEqual(["research-secrets"]);
    const { spec } = findInputs(resources, "research-deployment") as {
      spec: {
        template: { spec: { containers: { env: { name: string; valueFrom?: unknown }[] }[] } };
      };
    };
    const { env } = spec.template.spec.containers[0] ?? { env: [] };
    expect(env.filter(({ name }) => ["PIN", "TOKEN"].includes(name))).toEqual([
      { name: "PIN", valueFrom: { secretKeyRef: { name: "generated", key: "PIN" } } },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "llm-credentials", key: "token" } } },
    ]);
  });

  it("is a secret of the state wherever it is", async () => {
    const { registrations } = await runStack("dev", config);
    const secrets = Object.fromEntries(registrations.map(({ name, secrets }) => [name, secrets]));
    expect(secrets["research"]).toEqual(["secrets[0].value", "secrets[1].value"]);
    expect(secrets["research-secrets"]).toEqual(["stringData"]);
  });

  it("is told of by its key when it is missing, and of others by nothing", async () => {
    const message = await refuse({ ...config, "berth:secrets": { openai: "sk-123" } });
    expect(message).toBe(
      "Pulumi.dev.yaml is not valid:\n" +
        "  'berth:agents.research.secrets[1].fromConfig' (pin) must be a key of 'berth:secrets'. " +
        "Set it: pulumi config set --stack dev --secret --path 'berth:secrets.pin'",
    );
  });

  it.each<[string, unknown, string]>([
    [
      "a number",
      { openai: "sk-123", pin: 4711 },
      "'berth:secrets.pin' must be a text. Set it anew with --secret.",
    ],
    [
      "a map",
      { openai: "sk-123", pin: { a: 4711 } },
      "'berth:secrets.pin' must be a text. Set it anew with --secret.",
    ],
    ["one text for all", "sk-123", "'berth:secrets' must be an object."],
  ])("is not shown when it has the wrong form: %s", async (_, secrets, reason) => {
    const message = await refuse({ ...config, "berth:secrets": secrets });
    expect(message).toBe(`Pulumi.dev.yaml is not valid:\n  ${reason}`);
  });

  it("is refused in clear, since the file has it then", async () => {
    const message = await refuse(config, []);
    expect(message).toBe(
      "Pulumi.dev.yaml is not valid:\n" +
        "  'berth:secrets' must be encrypted. Set each of them with --secret: " +
        "pulumi config set --stack dev --secret --path 'berth:secrets.NAME'",
    );
  });

  it("is refused where the program would not know that it is one", async () => {
    const message = await refuse(config, ["berth:secrets", "berth:agents"]);
    expect(message).toBe(
      "Pulumi.dev.yaml is not valid:\n" +
        "  'berth:agents' has a secret in it, which would be in clear in Pulumi's state. Set it in " +
        "'berth:secrets', where agents take it from by 'fromConfig'.",
    );
  });
});

describe("a configuration is refused that", () => {
  it.each<[string, StackConfig, string]>([
    [
      "has a key that nobody knows",
      { "berth:imagse": { research: "r:1" } },
      "'berth:imagse' is not a known property. Remove it.",
    ],
    [
      "has no image of an agent",
      { "berth:images": { research: "r:1", "code-review": "c:1" } },
      "'berth:images.data-analysis' must be given. Set it: pulumi config set --stack dev --path 'berth:images.data-analysis' IMAGE",
    ],
    [
      "has an empty image",
      { "berth:images": { ...images, research: "" } },
      "'berth:images.research' () must be the reference of an image.",
    ],
    [
      "has one image for all",
      { "berth:images": "research:1" },
      "'berth:images' (research:1) must be an object.",
    ],
    [
      "has an image of no agent",
      { "berth:images": { ...images, translation: "t:1" } },
      "'berth:images.translation' belongs to no agent. Remove it, or give 'berth:agents.translation': its card, or null where this stack does not have it.",
    ],
    [
      "gives the image of an agent with the agent",
      { "berth:agents": { research: { image: "r:1" } } },
      "'berth:agents.research.image' is not given here. Move it: pulumi config set --stack dev --path 'berth:images.research' IMAGE",
    ],
    [
      "gives an agent a namespace",
      { "berth:agents": { research: { namespace: "other" } } },
      "'berth:agents.research.namespace' is the same for all agents of a stack. Remove it.",
    ],
    [
      "breaks a rule of the Agent",
      {
        "berth:platform": "platform",
        "berth:agents": { research: { scaling: { minReplicas: 5, maxReplicas: 3 } } },
      },
      "'berth:agents.research.scaling.minReplicas' (5) must not exceed 'scaling.maxReplicas' (3). Lower it, or raise the other one.",
    ],
    [
      "has a scaler without a platform",
      { "berth:agents": { research: { scaling: { maxReplicas: 3 } } } },
      "'berth:agents.research.scaling' needs 'berth:platform', the stack with the platform, or the 'backend' that the cluster has. Without either, give 'replicas'.",
    ],
    [
      "has a platform that is no stack",
      { "berth:platform": "a/b" },
      "'berth:platform' (a/b) must be the name of a stack, or <organization>/<project>/<stack>.",
    ],
    [
      "has an agent whose name is none",
      { "berth:agents": { "Bad Name": {} } },
      `'berth:agents["Bad Name"]' must be the name of an agent: up to 49 lower-case letters, digits and hyphens, beginning with a letter.`,
    ],
    [
      "has an agent with the name by which the replicas of another one find each other",
      {
        "berth:images": { ...images, "research-siblings": "r:1" },
        "berth:agents": { "research-siblings": translation },
      },
      "'berth:agents.research-siblings' must have another name: the replicas of 'research' find each other by this one.",
    ],
    [
      "has the value of a secret with an agent",
      { "berth:agents": { research: { secrets: [{ env: "KEY", value: "sk-123" }] } } },
      "'berth:agents.research.secrets[0].value' is not given here, where it is in clear. Give a name as 'fromConfig', and set the value: pulumi config set --stack dev --secret --path 'berth:secrets.NAME'",
    ],
    [
      "has a secret by name and by reference",
      {
        "berth:secrets": { openai: "sk-123" },
        "berth:agents": {
          research: { secrets: [{ env: "KEY", fromConfig: "openai", secretName: "s", key: "k" }] },
        },
      },
      "'berth:agents.research.secrets[0].fromConfig' must not be given with 'secretName' and 'key'. Give one of them.",
    ],
    [
      "has a secret that nobody takes",
      { "berth:secrets": { opena: "sk-123" } },
      "'berth:secrets.opena' is taken by no agent. Remove it, or name it as the 'fromConfig' of a secret.",
    ],
    [
      "names a secret like a member of every object",
      { "berth:agents": { research: { secrets: [{ env: "KEY", fromConfig: "constructor" }] } } },
      "'berth:agents.research.secrets[0].fromConfig' (constructor) must be a key of 'berth:secrets'. Set it: pulumi config set --stack dev --secret --path 'berth:secrets.constructor'",
    ],
    [
      "has an arg that the Agent does not know",
      { "berth:agents": { research: { replcas: 3 } } },
      "'berth:agents.research.replcas' is not a known property. Remove it.",
    ],
  ])("%s", async (_, config, reason) => {
    expect(await refuse(config)).toBe(`Pulumi.dev.yaml is not valid:\n  ${reason}`);
  });

  it("is wrong in several places, with all of them", async () => {
    const message = await refuse({
      "berth:imagse": {},
      "berth:platform": "a/b",
      "berth:images": { ...images, research: "Not An Image" },
      "berth:agents": { research: { replicas: 0.5 }, translation: { runtime: { mode: "None" } } },
    });
    expect(message.split("\n")).toEqual([
      "Pulumi.dev.yaml is not valid:",
      "  'berth:imagse' is not a known property. Remove it.",
      expect.stringMatching(/^ {2}'berth:platform' \(a\/b\) must /),
      expect.stringMatching(/^ {2}'berth:images\.research' \(Not An Image\) must /),
      expect.stringMatching(/^ {2}'berth:agents\.research\.replicas' \(0\.5\) must /),
      expect.stringMatching(/^ {2}'berth:images\.translation' must be given\./),
      expect.stringMatching(/^ {2}'berth:agents\.translation\.card' must be given\./),
    ]);
  });
});
