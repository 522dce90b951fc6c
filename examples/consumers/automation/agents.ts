import * as berth from "@berth/berth";
import type * as pulumi from "@pulumi/pulumi";

export interface AgentsSettings {
  /** How many agents there are. */
  count: number;
  /** The image of all of them. */
  image: string;
  namespace: string;
}

/** The names of the agents: `agent-1` and so on. */
export function toAgentNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `agent-${index + 1}`);
}

/** The program of the stack: a namespace with its agents. Returns the URL of each, by its name. */
export function createAgents(settings: AgentsSettings): Record<string, pulumi.Output<string>> {
  const { name: namespace } = new berth.AgentNamespace("agents", { name: settings.namespace });
  const urls = toAgentNames(settings.count).map((name): [string, pulumi.Output<string>] => {
    const agent = new berth.Agent(name, {
      namespace,
      image: settings.image,
      card: {
        description: `Says hello as ${name}`,
        version: "1.0.0",
        skills: [{ id: "hello", name: "Hello", description: "Greets by name", tags: ["greeting"] }],
      },
      replicas: 1,
      runtime: { mode: berth.AgentRuntimeMode.Embedded },
    });
    return [name, agent.url];
  });
  return Object.fromEntries(urls);
}
