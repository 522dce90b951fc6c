import { type AgentArgs, AgentRuntimeMode } from "@berth/berth";
import { ENVIRONMENT } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_RUNTIME_IMAGE } from "../../../sdk/src/agent/defaults.ts";
import { requireKnownImage, toAgentSpec } from "../../../sdk/src/agent/spec.ts";
import { catchIssues, catchReasons } from "./catch-issues.ts";
import { card, minimalArgs } from "./settings.ts";

const SDK_FOLDER = join(import.meta.dirname, "..", "..", "..", "sdk");

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
  it("needs an image and a card, and else has its defaults", () => {
    const { image, card } = minimalArgs;
    const { sidecar, ...spec } = toAgentSpec({ image, card }, "data-analysis");
    expect(sidecar).toEqual({
      image: DEFAULT_RUNTIME_IMAGE,
      resources: {
        requests: { cpu: "50m", memory: "128Mi", ephemeralStorage: "64Mi" },
        limits: { memory: "256Mi", ephemeralStorage: "512Mi" },
      },
      env: {},
    });
    expect(spec).toEqual({
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
      args: [],
      port: 8000,
      env: {},
      envFrom: [],
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
      probes: {
        startup: { periodSeconds: 2, timeoutSeconds: 3 },
        readiness: { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
        liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
      },
      mode: "Sidecar",
      peers: [],
      network: {
        policy: true,
        callers: "Namespace",
        discovery: true,
        allowFrom: [],
        allowTo: [],
        internet: true,
        appProtocol: "http",
        dualStack: false,
      },
      monitoring: { kind: "None", intervalSeconds: 15, labels: {}, path: "/metrics" },
      pod: {
        labels: {},
        annotations: {},
        nodeSelector: {},
        tolerations: [],
        imagePullSecrets: [],
        runAsUser: 10001,
        hostUsers: true,
        doNotDisrupt: false,
      },
      serviceAccount: { annotations: {}, rules: [] },
      overrides: {},
      extraManifests: [],
    });
  });

  it("has no sidecar in the other modes", () => {
    for (const mode of [AgentRuntimeMode.Embedded, AgentRuntimeMode.None]) {
      expect(toAgentSpec({ ...minimalArgs, runtime: { mode } }, "a").sidecar).toBeUndefined();
    }
  });

  it("takes the image of the runtime in its own version, unless another one is given", () => {
    const { version } = JSON.parse(readFileSync(join(SDK_FOLDER, "package.json"), "utf8")) as {
      version: string;
    };
    expect(DEFAULT_RUNTIME_IMAGE).toBe(`berth/agent-runtime:${version}`);
    const runtime = { image: "registry.example.com/agent-runtime:1.0.0", cardPath: "/card.json" };
    expect(toAgentSpec({ ...minimalArgs, runtime }, "a").sidecar).toMatchObject(runtime);
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
      runtime: {
        image: pulumi.output("b:1"),
        env: { A2A_LOG_LEVEL: pulumi.output("debug") },
        rpcPath: pulumi.output("/rpc"),
      },
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
    expect(spec.sidecar?.image).toBe(later.runtime.image);
    expect(spec.sidecar?.env["A2A_LOG_LEVEL"]).toBe(later.runtime.env.A2A_LOG_LEVEL);
    expect(spec.sidecar?.rpcPath).toBe(later.runtime.rpcPath);
  });

  it("leaves ports of the runtime to an agent that has none", () => {
    const args = { port: 9464, runtime: { mode: AgentRuntimeMode.None } };
    expect(toAgentSpec({ ...minimalArgs, ...args }, "data-analysis").port).toBe(9464);
  });

  it.each([...FREE_VARIABLES])(
    "lets a user set %s, which tunes the runtime, where the runtime is",
    (variable) => {
      const env = { [variable]: "5" };
      expect(catchReasons({ env })).toEqual([]);
      expect(catchReasons({ env, runtime: { mode: "None" } })).toEqual([]);
      expect(catchReasons({ runtime: { env } })).toEqual([]);
      expect(catchReasons({ env, runtime: {} })).toEqual([
        expect.stringContaining(`'env.${variable}' must not be set here`),
      ]);
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
      expect(catchReasons({ runtime: { env: { [variable]: "" } } })).toEqual([
        expect.stringContaining(`'runtime.env.${variable}' must not be set`),
      ]);
    }
  });

  it("tells a card that is missing once", () => {
    expect(() => toAgentSpec({ image: "a:1" } as AgentArgs, "data-analysis")).toThrow(
      expect.objectContaining({
        issues: [{ propertyPath: "card", reason: "'card' must be given." }],
      }),
    );
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
