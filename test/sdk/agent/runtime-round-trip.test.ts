import { Agent, type AgentArgs } from "@berth/berth";
import { parseMountedCard, toMountedCard } from "@berth/contract";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadCard } from "../../../agent-runtime/src/card/load-card.ts";
import { READ_VARIABLES, readConfig } from "../../../agent-runtime/src/config.ts";
import { recordResources } from "../record-resources.ts";
import { card, minimalArgs } from "./settings.ts";

// What the deployer writes is what the runtime reads. This test does the part of the kubelet.

interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: {
    configMapKeyRef?: { name: string; key: string };
    fieldRef?: { fieldPath: string };
  };
}

interface ConfigMapInputs {
  metadata: { name: string };
  data: Record<string, string>;
}

interface ContainerInputs {
  env: EnvVar[];
  volumeMounts: { name: string; mountPath: string }[];
}

interface DeploymentInputs {
  spec: {
    template: {
      spec: {
        initContainers?: [ContainerInputs];
        containers: [ContainerInputs];
        volumes: {
          name: string;
          configMap?: { name: string; items: { key: string; path: string }[] };
        }[];
      };
    };
  };
}

const args: AgentArgs = {
  ...minimalArgs,
  namespace: "agents",
  port: 9000,
  env: { A2A_MAX_BODY_BYTES: "1024" },
  drain: { maxTaskSeconds: 600, acceptWindowSeconds: 20 },
  peers: [{ name: "data-analysis", audience: "data-analysis" }],
  discovery: { namespaces: ["agents", "tools"] },
};

/** The same of an agent behind a sidecar. What tunes the runtime is the sidecar's. */
const sidecarArgs: AgentArgs = {
  ...args,
  env: { LEVEL: "debug" },
  runtime: {
    env: { A2A_MAX_BODY_BYTES: "1024", OTEL_SERVICE_NAME: "research" },
    cardPath: "/card.json",
    rpcPath: "/rpc",
  },
  auth: { apiKeys: [{ name: "ci", secretName: "callers", key: "ci" }] },
  exposure: { hostname: "research.example.com", gateway: { name: "public" } },
  scaling: { idlestPodFirst: true },
};

/** Runs an Agent's pod as far as the environment and the files, by path, of the container with the runtime. */
async function startPod(settings: AgentArgs) {
  const { resources } = await recordResources(() => new Agent("research", settings).url);
  const findInputs = (kind: string) =>
    resources.find(({ type }) => type.endsWith(`:${kind}`))?.inputs as unknown;
  const configMap = findInputs("ConfigMap") as ConfigMapInputs;
  const { template } = (findInputs("Deployment") as DeploymentInputs).spec;
  const [container] = template.spec.initContainers ?? template.spec.containers;

  const readKey = (name: string, key: string): string => {
    const value = name === configMap.metadata.name ? configMap.data[key] : undefined;
    if (value === undefined) {
      throw new Error(`The pod waits for '${key}' of the ConfigMap '${name}'.`);
    }
    return value;
  };
  const environment = container.env.map(({ name, value, valueFrom }): [string, string] => {
    const { configMapKeyRef, fieldRef } = valueFrom ?? {};
    return configMapKeyRef === undefined
      ? [name, value ?? `the pod's ${fieldRef?.fieldPath ?? ""}`]
      : [name, readKey(configMapKeyRef.name, configMapKeyRef.key)];
  });
  const files = template.spec.volumes.flatMap(({ name, configMap: source }) => {
    const mount = container.volumeMounts.find((mount) => mount.name === name);
    return (source?.items ?? []).map(({ key, path }): [string, string] => [
      posix.join(mount?.mountPath ?? "", path),
      readKey(source?.name ?? "", key),
    ]);
  });
  return { environment: Object.fromEntries(environment), files: new Map(files) };
}

describe("the pod of an embedded Agent", () => {
  it("tells the runtime what was written in the args", async () => {
    const { environment } = await startPod(args);
    expect(readConfig(environment)).toEqual({
      ...readConfig({}),
      podIp: environment["POD_IP"],
      cardFile: "/etc/a2a/card.json",
      cardEnvironment: {
        name: "research",
        description: "Runs statistics over tables",
        version: "1.4.0",
        skills: JSON.stringify(sortMembers(card.skills)),
      },
      port: 9000,
      url: "http://research.agents.svc.cluster.local:8000",
      peers: [
        {
          name: "data-analysis",
          url: "http://data-analysis.agents.svc.cluster.local:8000",
          tokenFile: "/var/run/a2a/tokens/data-analysis",
        },
      ],
      discoveryNamespaces: ["agents", "tools"],
      isDrainOn: true,
      siblingsHost: { host: "research-siblings.agents.svc.cluster.local", port: undefined },
      acceptWindowSeconds: 2,
      maxTaskSeconds: 600,
      maxBodyBytes: 1024,
      isInPod: true,
    });
  });

  it("has the card where the runtime looks for it, and in the environment besides", async () => {
    const { environment, files } = await startPod(args);
    const config = readConfig(environment);
    const written = toMountedCard({ ...card, name: "research" });

    const folder = mkdtempSync(join(tmpdir(), "card-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const cardFile = join(folder, "card.json");
    writeFileSync(cardFile, files.get(config.cardFile ?? "") ?? "");
    expect(loadCard(undefined, { ...config, cardFile })).toEqual(written);

    const nowhere = join(folder, "nowhere.json");
    expect(loadCard(undefined, { ...config, cardFile: undefined }, nowhere)).toEqual(written);
  });

  it("sets no variable that nobody reads", async () => {
    const { environment } = await startPod(args);
    const unread = Object.keys(environment).filter((name) => !READ_VARIABLES.includes(name));
    expect(unread).toEqual([]);
  });
});

describe("the sidecar of an Agent", () => {
  it("is told what was written in the args, and where its agent is", async () => {
    const { environment } = await startPod(sidecarArgs);
    expect(readConfig(environment)).toMatchObject({
      cardFile: "/etc/a2a/card.json",
      port: 8080,
      upstream: { url: "http://127.0.0.1:9000", cardPath: "/card.json", rpcPath: "/rpc" },
      url: "http://research.agents.svc.cluster.local:8000",
      siblingsHost: { host: "research-siblings.agents.svc.cluster.local", port: undefined },
      auth: { apiKeys: [{ name: "ci", file: "/var/run/a2a/keys/ci" }] },
      forwardedHosts: ["research.example.com"],
      acceptWindowSeconds: 20,
      maxTaskSeconds: 600,
      maxBodyBytes: 1024,
      deletionCost: expect.any(Object) as unknown,
      isDrainOn: true,
      isInPod: true,
    });
  });

  it("has the card where the runtime looks for it", async () => {
    const { environment, files } = await startPod(sidecarArgs);
    const text = files.get(readConfig(environment).cardFile ?? "") ?? "";
    expect(parseMountedCard(text, "the mounted card")).toEqual(
      toMountedCard({ ...card, name: "research" }),
    );
  });

  it("has no variable that nobody reads", async () => {
    const { environment } = await startPod(sidecarArgs);
    const unread = Object.keys(environment).filter((name) => !READ_VARIABLES.includes(name));
    expect(unread).toEqual([]);
  });
});

/** The order of members that cards have in their ConfigMap. */
function sortMembers(skills: AgentArgs["card"]["skills"]): unknown {
  return skills.map((skill) =>
    Object.fromEntries(Object.entries(skill).sort(([one], [other]) => (one < other ? -1 : 1))),
  );
}
