import { type AgentArgs, type AgentCardArgs, AgentRuntimeMode } from "@berth/berth";

/** A card with no more than it needs. */
export const card: AgentCardArgs = {
  description: "Runs statistics over tables",
  version: "1.4.0",
  skills: [{ id: "stats", name: "Statistics", description: "Mean and median", tags: ["data"] }],
};

/** Args with no more than they need. */
export const minimalArgs: AgentArgs = {
  image: "registry.example.com/data-analysis:1.4.0",
  card,
  runtime: { mode: AgentRuntimeMode.Embedded },
};
