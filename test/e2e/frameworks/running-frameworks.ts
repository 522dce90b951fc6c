import type { AgentArgs } from "@berth/berth";
import { expect } from "vitest";
import { startDriver } from "../agent/driver-pod.ts";
import { kubectl, runInPod } from "../cluster-access.ts";
import { type AgentsStack, createAgentsStack } from "../component/agents-stack.ts";
import { createUniqueText } from "../unique-text.ts";

const DRIVER = "driver";

/** A pod of an agent. */
export interface AgentPod {
  name: string;
  address: string;
}

/** Agents of frameworks in a namespace that no other run has, and a pod beside them that calls them. */
export interface RunningFrameworks {
  namespace: string;
  stack: AgentsStack;
  /** Deploys the agents as they are to be from now on. */
  up: (agents: Record<string, AgentArgs>) => Promise<void>;
  /** Runs a program of the driver and returns what it prints. */
  drive: <Line>(...args: string[]) => Promise<Line[]>;
  /** The pods of an agent that are not going away. */
  readPods: (agent: string) => Promise<AgentPod[]>;
}

/** Makes the namespace with agents, and then the pod that calls them. */
export async function startFrameworks(
  agents: Record<string, AgentArgs>,
  driver: string,
  later: (remove: () => Promise<void>) => void,
): Promise<RunningFrameworks> {
  const namespace = createUniqueText("frameworks");
  const stack = await createAgentsStack();
  later(stack.remove);
  const up: RunningFrameworks["up"] = async (wanted) => {
    await stack.want({ [namespace]: wanted });
    const { succeeded, output } = await stack.run("up", "--yes");
    expect(succeeded, output).toBe(true);
  };
  await up(agents);
  // It stays, and programs are started in it.
  await startDriver(namespace, DRIVER, driver, ["--eval", "setInterval(() => 0, 1e6)"]);
  return {
    namespace,
    stack,
    up,
    async drive<Line>(...args: string[]) {
      const output = await runInPod(namespace, DRIVER, "node", ...args);
      return output
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Line);
    },
    readPods: async (agent) => await readPods(namespace, agent),
  };
}

/** The pods of an agent that are not going away. */
export async function readPods(namespace: string, agent: string): Promise<AgentPod[]> {
  const selector = `--selector=app.kubernetes.io/name=${agent}`;
  const printed = await kubectl("get", "pods", `--namespace=${namespace}`, selector, "-o=json");
  const { items } = JSON.parse(printed) as {
    items: {
      metadata: { name: string; deletionTimestamp?: string };
      status: { podIP?: string };
    }[];
  };
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata, status }) => ({ name: metadata.name, address: status.podIP ?? "" }));
}
