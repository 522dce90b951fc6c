import type { AgentCardSettings } from "@berth/contract";

/** The card of an agent that tells who can do what, where it has no other one. */
export const DISCOVERY_CARD: AgentCardSettings = {
  name: "Agent directory",
  description:
    "Knows the agents that can be called here, and tells which of them can do something.",
  version: "1.0.0",
  defaultInputModes: ["text/plain", "application/json"],
  defaultOutputModes: ["text/plain", "application/json"],
  skills: [
    {
      id: "find-agents",
      name: "Find agents",
      description:
        "Answers who can do something: with names, addresses and skills of agents, the best first. Takes a text, " +
        "or data with any of skill (an id), tag, and text.",
      tags: ["discovery", "directory"],
      examples: ["Who can summarize a web page?", "Which agents are there?"],
    },
  ],
};
