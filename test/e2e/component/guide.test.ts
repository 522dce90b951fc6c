// Images as people wrote them after the guide for A2A on Kubernetes, unchanged, with the guide's two ways
// to find agents. The guide spells the namespace and the names.
import { createHash } from "node:crypto";
import type { AgentArgs } from "@berth/berth";
import { beforeAll, describe, expect, test } from "vitest";
import { prepareTestImages } from "../agent/test-images.ts";
import { applyObjects, kubectl } from "../cluster-access.ts";
import { type AgentsStack, createAgentsStack } from "./agents-stack.ts";
import { prepareGuideAgent } from "./component-images.ts";
import { toSmallAgent } from "./paired-agents.ts";
import { removeAfterAll } from "./remove-after-all.ts";

const NAMESPACE = "agents";
const API_KEY = "not-a-real-key";
const MODEL = "large";
const SECRET = { secretName: "llm-credentials", key: "openai-api-key" };

type Card = AgentArgs["card"];

const RESEARCH: Card = {
  name: "Research Assistant",
  description: "AI research agent for topic summarization and comparative analysis",
  version: "1.2.0",
  skills: [
    {
      id: "summarize",
      name: "Topic Summarization",
      description: "Summarizes any topic with key facts and context",
      tags: ["research"],
    },
    {
      id: "compare",
      name: "Comparative Analysis",
      description: "Compares technologies or approaches with pros and cons",
      tags: ["research"],
    },
  ],
};

/** The card of an agent of which the guide tells no more than the name. */
function toCard(name: string): Card {
  const skill = { id: "work", name: "Work", description: "Works", tags: ["test"] };
  return { name, description: `Does what ${name} does`, version: "1.0.0", skills: [skill] };
}

/** The agents by the names that the guide's registry has for them. */
const CARDS: Record<string, { service: string; card: Card }> = {
  research: { service: "research-agent", card: RESEARCH },
  "code-review": { service: "code-review-agent", card: toCard("Code Review") },
  "data-analysis": { service: "data-analysis-agent", card: toCard("Data Analysis") },
};

const toUrl = (service: string): string => `http://${service}.agents.svc.cluster.local:8000`;

/** The card that the guide's code makes of what a pod is told. */
function toServedCard({ service, card }: { service: string; card: Card }): object {
  const { name, description, version, skills } = card;
  return {
    name,
    description,
    version,
    url: toUrl(service),
    capabilities: { streaming: true, pushNotifications: false },
    defaultInputModes: ["text"],
    defaultOutputModes: ["text"],
    skills,
  };
}

const later = removeAfterAll();
let stack: AgentsStack;

async function deploy(agents: Record<string, AgentArgs>): Promise<void> {
  await stack.want({ [NAMESPACE]: agents });
  const { succeeded, output } = await stack.run("up", "--yes");
  expect(succeeded, output).toBe(true);
}

/** The ConfigMap and the Secret that the guide tells its reader to make. */
async function applyGivenObjects(): Promise<void> {
  await applyObjects(
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "agent-config", namespace: NAMESPACE },
      data: { OPENAI_MODEL: MODEL, AGENT_NAME: "what has a name of its own comes first" },
    },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: SECRET.secretName, namespace: NAMESPACE },
      stringData: { [SECRET.key]: API_KEY },
    },
  );
}

beforeAll(async () => {
  expect(await kubectl("get", "namespace", NAMESPACE, "--ignore-not-found")).toBe("");
  const image = await prepareGuideAgent();
  const { worker } = await prepareTestImages();
  stack = await createAgentsStack();
  later(stack.remove);
  await deploy({});
  await applyGivenObjects();
  const toAgent = (card: Card): AgentArgs => ({
    ...toSmallAgent(image, "None"),
    card,
    replicas: 1,
    envFrom: [{ configMapName: "agent-config" }],
    secrets: [{ env: "OPENAI_API_KEY", ...SECRET }],
  });
  await deploy({
    ...Object.fromEntries(
      Object.values(CARDS).map(({ service, card }) => [service, toAgent(card)]),
    ),
    coordinator: {
      ...toAgent(toCard("Coordinator")),
      peers: Object.values(CARDS).map(({ service }) => ({ name: service })),
      serviceAccount: { rules: [{ apiGroups: [""], resources: ["services"], verbs: ["list"] }] },
    },
    // It has a second Service, which is nobody to talk to.
    embedded: { ...toSmallAgent(worker, "Embedded"), replicas: 1 },
  });
});

/** Runs a program in the pod of the coordinator, which may call the others. */
async function runPython(...args: string[]): Promise<unknown> {
  const target = ["deployment/coordinator", `--namespace=${NAMESPACE}`];
  return JSON.parse(await kubectl("exec", ...target, "--", "python", ...args));
}

async function read(service: string, path: string): Promise<unknown> {
  return await runPython("-c", `import httpx; print(httpx.get("${toUrl(service)}${path}").text)`);
}

describe("an image that builds its card from its environment", () => {
  test("serves the card of the Agent, with its address", async () => {
    for (const agent of Object.values(CARDS)) {
      expect(await read(agent.service, "/.well-known/agent-card.json")).toEqual(
        toServedCard(agent),
      );
    }
  });

  test("has its key from the Secret, and what else the ConfigMap says", async () => {
    expect(await read("research-agent", "/told")).toEqual({
      key: createHash("sha256").update(API_KEY).digest("hex"),
      model: MODEL,
    });
  });
});

describe("the guide's ways to find agents", () => {
  test("find them by their DNS names", async () => {
    expect(await runPython("discover.py", "dns")).toEqual(
      Object.fromEntries(Object.entries(CARDS).map(([name, agent]) => [name, toServedCard(agent)])),
    );
  });

  test("find them by the label of their Services, and no Service that is not one of an agent", async () => {
    const services = [...Object.values(CARDS).map(({ service }) => service)];
    expect(await runPython("discover.py", "label")).toEqual(
      ["coordinator", "embedded", ...services].sort().map(toUrl),
    );
  });
});
