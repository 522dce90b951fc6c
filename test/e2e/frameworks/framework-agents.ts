import type { AgentArgs } from "@berth/berth";
import { ENVIRONMENT } from "@berth/contract";
import type { FrameworkImages } from "./framework-images.ts";

/** An agent of `examples/agents`, on the A2A server of its framework. */
export interface Framework {
  /** The name of its folder, which is also that of its agent. */
  name: string;
  /** How many tasks it works on at once. Undefined where it has no limit. */
  capacity?: number;
  /** Whether it ends a task that is cancelled. */
  cancels: boolean;
  /** Has it listen on all addresses, for a pod without a sidecar. Undefined where it does so by itself. */
  openCommand?: string[];
}

/** Uvicorn with the app of an agent's module, reached from outside of its pod. */
function toOpenCommand(...app: string[]): string[] {
  return ["python", "-m", "uvicorn", "--host=0.0.0.0", "--port=8000", ...app];
}

/** The agents of the examples that have no runtime of Berth's in their image. */
export const FRAMEWORKS = [
  { name: "plain-typescript", cancels: true },
  {
    name: "pydantic-ai",
    capacity: 1,
    cancels: false,
    openCommand: toOpenCommand("agent:app"),
  },
  { name: "google-adk", cancels: true, openCommand: toOpenCommand("agent:app") },
  { name: "langgraph", cancels: true, openCommand: toOpenCommand("agent:app") },
  {
    name: "strands",
    cancels: true,
    openCommand: toOpenCommand("--factory", "agent:server.to_starlette_app"),
  },
] as const satisfies readonly Framework[];

/** The name of one of these agents. */
export type FrameworkName = (typeof FRAMEWORKS)[number]["name"];

/** How many pods each of them has under test. */
export const REPLICAS = 2;

const CARD: AgentArgs["card"] = {
  description: "Counts words",
  version: "1.0.0",
  skills: [
    {
      id: "count-words",
      name: "Count words",
      description: "Counts the words of a text and finds the longest one",
      tags: ["text"],
    },
  ],
};

/** What each of them has, whatever is in front of it. */
function toArgs(name: FrameworkName, images: FrameworkImages): AgentArgs {
  return {
    image: images.agents[name],
    card: CARD,
    replicas: REPLICAS,
    resources: {
      requests: { cpu: "10m", memory: "96Mi" },
      limits: { cpu: "1", memory: "384Mi" },
    },
    drain: { maxTaskSeconds: 60 },
    rollout: { progressDeadlineSeconds: 300 },
  };
}

/** The agent of a framework behind a sidecar. */
export function toSidecarAgent(framework: Framework, images: FrameworkImages): AgentArgs {
  const { capacity, name } = framework;
  return {
    ...toArgs(name as FrameworkName, images),
    runtime: {
      mode: "Sidecar",
      image: images.runtime,
      resources: {
        requests: { cpu: "10m", memory: "64Mi" },
        limits: { cpu: "1", memory: "256Mi" },
      },
      ...(capacity === undefined
        ? {}
        : { env: { [ENVIRONMENT.maxConcurrentTasks]: String(capacity) } }),
    },
  };
}

/** The same agent without anything of Berth's in its pods. */
export function toBareAgent(framework: Framework, images: FrameworkImages): AgentArgs {
  const { name, openCommand } = framework;
  return {
    ...toArgs(name as FrameworkName, images),
    runtime: { mode: "None" },
    ...(openCommand === undefined
      ? {}
      : {
          overrides: {
            deployment: {
              spec: {
                template: { spec: { containers: [{ name: "agent", command: openCommand }] } },
              },
            },
          },
        }),
  };
}

/** The args of all of them by their names. */
export function toAgents(toArgs: (framework: Framework) => AgentArgs): Record<string, AgentArgs> {
  return Object.fromEntries(FRAMEWORKS.map((framework) => [framework.name, toArgs(framework)]));
}

/** Where the agent of a framework is, for pods of the cluster. */
export function toUrl(namespace: string, name: string): string {
  return `http://${name}.${namespace}.svc.cluster.local:8000`;
}
