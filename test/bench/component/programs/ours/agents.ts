import * as berth from "@berth/berth";

/** Makes agents, and the namespace that they are in. */
export function createAgents(amount: number): void {
  const namespace = new berth.AgentNamespace("agents", { name: "agents" });
  for (let number = 1; number <= amount; number += 1) {
    new berth.Agent(`agent-${number}`, {
      namespace: namespace.name,
      image: "registry.example.com/data-analysis:1.4.2",
      card: {
        description: "Analyzes tables",
        version: "1.4.2",
        skills: [
          {
            id: "analyze",
            name: "Analyze",
            description: "Explains the figures of a table",
            tags: ["data"],
          },
        ],
      },
      runtime: { mode: berth.AgentRuntimeMode.Embedded },
    });
  }
}
