import { AgentRuntimeMode } from "@berth/berth";
import { ENVIRONMENT } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { requireKnownImage, toAgentSpec } from "../../../sdk/src/agent/spec.ts";
import { catchIssues, catchReasons, type LooseArgs } from "./catch-issues.ts";
import { card, minimalArgs } from "./settings.ts";

/** What tunes the runtime and is nobody else's. */
const FREE_VARIABLES = new Set<string>([
  ENVIRONMENT.cardSigningKeyFile,
  ENVIRONMENT.drain,
  ENVIRONMENT.extendedCardFile,
  ENVIRONMENT.logLevel,
  ENVIRONMENT.maxConcurrentTasks,
  ENVIRONMENT.maxQueuedTasks,
  ENVIRONMENT.maxBodyBytes,
  ENVIRONMENT.compatibility,
  ENVIRONMENT.forwardedHosts,
  ENVIRONMENT.webhookAllowlist,
]);

describe("toAgentSpec", () => {
  it("needs an image, a card and, until there is a sidecar, a runtime mode", () => {
    expect(toAgentSpec(minimalArgs, "data-analysis")).toEqual({
      image: "registry.example.com/data-analysis:1.4.0",
      card: {
        name: "data-analysis",
        description: "Runs statistics over tables",
        version: "1.4.0",
        capabilities: { streaming: true, pushNotifications: false, extendedAgentCard: false },
        defaultInputModes: ["text/plain"],
        defaultOutputModes: ["text/plain"],
        skills: [
          { id: "stats", name: "Statistics", description: "Mean and median", tags: ["data"] },
        ],
      },
      name: "data-analysis",
      port: 8000,
      env: {},
      secrets: [],
      replicas: 2,
      resources: {
        requests: { cpu: "250m", memory: "512Mi", ephemeralStorage: "64Mi" },
        limits: { cpu: "1000m", memory: "1Gi", ephemeralStorage: "512Mi" },
      },
      drain: {
        acceptWindowSeconds: 5,
        preStopSeconds: 3,
        handoverSeconds: 2,
        abortSeconds: 105,
        closeSeconds: 115,
        terminationGracePeriodSeconds: 120,
      },
      rollout: { progressDeadlineSeconds: 600 },
      mode: "Embedded",
      peers: [],
    });
  });

  it("calls the card after the agent, whichever way that got its name", () => {
    const named = toAgentSpec({ ...minimalArgs, name: "analysis" }, "My Component");
    expect([named.name, named.card.name]).toEqual(["analysis", "analysis"]);
    const titled = toAgentSpec({ ...minimalArgs, card: { ...card, name: "Analysis" } }, "stats");
    expect([titled.name, titled.card.name]).toEqual(["stats", "Analysis"]);
  });

  it("passes what may be known only later on untouched", () => {
    const later = {
      image: pulumi.output("a:1"),
      namespace: Promise.resolve("agents"),
      env: { LEVEL: pulumi.output("debug") },
      replicas: pulumi.output(3),
      secrets: [{ env: "KEY", secretName: pulumi.output("llm"), key: pulumi.output("key") }],
      resources: { limits: { memory: pulumi.output("2Gi") } },
      peers: [pulumi.output({ name: "research" }), { name: pulumi.output("review") }],
    };
    const spec = toAgentSpec({ ...minimalArgs, ...later }, "data-analysis");
    expect(spec.image).toBe(later.image);
    expect(spec.namespace).toBe(later.namespace);
    expect(spec.env.LEVEL).toBe(later.env.LEVEL);
    expect(spec.replicas).toBe(later.replicas);
    expect(spec.secrets[0]?.secretName).toBe(later.secrets[0]?.secretName);
    expect(spec.resources.limits.memory).toBe(later.resources.limits.memory);
    expect(spec.peers[0]).toBe(later.peers[0]);
    expect(spec.peers[1]).toEqual(later.peers[1]);
  });

  it("names every broken rule at once, by the path that was written", () => {
    const args: LooseArgs = {
      image: "registry.example.com/Data Analysis",
      card: { ...card, description: "", skills: [{ id: "stats", name: "Statistics", tags: [] }] },
      namespace: "My Namespace",
      port: 80,
      env: { "1ST": "a", POD_IP: "b", LEVEL: 5, API_KEY: "c" },
      secrets: [
        { env: "API_KEY", secretName: "LLM", key: "open ai" },
        { env: "A2A_PORT", secretName: "llm", key: "port" },
        { env: "TOKEN", secretName: "llm", key: "a", value: "sk-1" },
        { env: "TOKEN", secretName: "llm", key: "b" },
      ],
      replicas: 0,
      resources: { requests: { cpu: "a lot", memory: "2Gi" } },
      drain: { maxTaskSeconds: 1.5, marginSeconds: 5 },
      runtime: { mode: "Inline" },
      peers: [{ name: "My Peer", url: "ftp://peer" }, {}],
      scaling: { minReplicas: 2 },
    };
    expect(catchIssues(args, "My Agent")).toMatchInlineSnapshot(`
      [
        {
          "propertyPath": "image",
          "reason": "'image' (registry.example.com/Data Analysis) must be the reference of an image, such as 'registry.example.com/research:1.2.0'.",
        },
        {
          "propertyPath": "namespace",
          "reason": "'namespace' (My Namespace) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
        },
        {
          "propertyPath": "port",
          "reason": "'port' (80) must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.",
        },
        {
          "propertyPath": "env.1ST",
          "reason": "'env.1ST' must be letters, digits, '-', '_' and '.', not beginning with a digit.",
        },
        {
          "propertyPath": "env.POD_IP",
          "reason": "'env.POD_IP' must not be set: this name is the Agent's own. Leave it out.",
        },
        {
          "propertyPath": "env.LEVEL",
          "reason": "'env.LEVEL' (5) must be a text.",
        },
        {
          "propertyPath": "secrets[0].secretName",
          "reason": "'secrets[0].secretName' (LLM) must be 1 to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.",
        },
        {
          "propertyPath": "secrets[0].key",
          "reason": "'secrets[0].key' (open ai) must be 1 to 253 letters, digits, '-', '_' and '.'.",
        },
        {
          "propertyPath": "secrets[1].env",
          "reason": "'secrets[1].env' (A2A_PORT) must not be set: this name is the Agent's own. Use 'port'.",
        },
        {
          "propertyPath": "secrets[2].value",
          "reason": "'secrets[2].value' is not a known property. Remove it.",
        },
        {
          "propertyPath": "replicas",
          "reason": "'replicas' (0) must be a whole number, at least 1.",
        },
        {
          "propertyPath": "resources.requests.cpu",
          "reason": "'resources.requests.cpu' (a lot) must be a quantity, such as '250m' or '512Mi'.",
        },
        {
          "propertyPath": "resources.requests.memory",
          "reason": "'resources.requests.memory' (2Gi) must not exceed 'resources.limits.memory' (1Gi). Give both: what is not given has its default.",
        },
        {
          "propertyPath": "runtime.mode",
          "reason": "'runtime.mode' (Inline) must be one of Sidecar, Embedded, None.",
        },
        {
          "propertyPath": "peers[0].name",
          "reason": "'peers[0].name' (My Peer) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
        },
        {
          "propertyPath": "peers[0].url",
          "reason": "'peers[0].url' (ftp://peer) must be an absolute http or https URL.",
        },
        {
          "propertyPath": "peers[1].name",
          "reason": "'peers[1].name' must be given.",
        },
        {
          "propertyPath": "scaling",
          "reason": "'scaling' is not a known property. Remove it.",
        },
        {
          "propertyPath": "name",
          "reason": "'name' (My Agent) must be 1 to 49 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit. It is the component's, since no 'name' is given. Give one.",
        },
        {
          "propertyPath": "card.description",
          "reason": "'card.description' () must be a text that is not empty.",
        },
        {
          "propertyPath": "card.skills[0].description",
          "reason": "'card.skills[0].description' must be given.",
        },
        {
          "propertyPath": "card.skills[0].tags",
          "reason": "'card.skills[0].tags' must have at least one entry (A2A 1.0, section 5.7).",
        },
        {
          "propertyPath": "drain.maxTaskSeconds",
          "reason": "'drain.maxTaskSeconds' (1.5) must be a whole number of seconds, at least 1.",
        },
        {
          "propertyPath": "drain.marginSeconds",
          "reason": "'drain.marginSeconds' (5) must be a whole number of seconds, at least 11.",
        },
        {
          "propertyPath": "secrets[0].env",
          "reason": "'secrets[0].env' (API_KEY) must differ from a name in 'env'. Remove one of them.",
        },
        {
          "propertyPath": "secrets[3].env",
          "reason": "'secrets[3].env' (TOKEN) must differ from 'secrets[2].env'. Remove one of them.",
        },
      ]
    `);
  });

  it("leaves ports of the runtime to an agent that has none", () => {
    const args = { port: 9464, runtime: { mode: AgentRuntimeMode.None } };
    expect(toAgentSpec({ ...minimalArgs, ...args }, "data-analysis").port).toBe(9464);
  });

  it.each(["A2A_DRAIN", "A2A_MAX_CONCURRENT_TASKS", "A2A_MAX_BODY_BYTES", "A2A_FORWARDED_HOSTS"])(
    "lets a user set %s, which tunes the runtime",
    (variable) => {
      expect(catchReasons({ env: { [variable]: "5" } })).toEqual([]);
    },
  );

  it("refuses each of the variables that it sets, wherever it would come from", () => {
    const variables = Object.values(ENVIRONMENT).filter((name) => !FREE_VARIABLES.has(name));
    for (const variable of variables) {
      const secrets = [{ env: variable, secretName: "a", key: "b" }];
      expect(catchReasons({ env: { [variable]: "" } })).toEqual([
        expect.stringContaining(`'env.${variable}' must not be set`),
      ]);
      expect(catchReasons({ secrets })).toEqual([
        expect.stringContaining(`'secrets[0].env' (${variable}) must not be set`),
      ]);
    }
  });

  it("says nothing of a secret that somebody puts on the card", () => {
    const description = pulumi.secret("s3cret-t0ken");
    expect(JSON.stringify(catchIssues({ card: { ...card, description } }))).not.toContain("s3cret");
  });
});

describe("requireKnownImage", () => {
  it("accepts the reference of an image", () => {
    requireKnownImage("registry.example.com/research:1.2.0");
  });

  it("refuses what no kubelet could pull", () => {
    expect(() => {
      requireKnownImage("research:1.2.0\n");
    }).toThrow("'image' (research:1.2.0\n) must be the reference of an image");
  });
});
