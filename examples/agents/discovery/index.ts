import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const namespace = config.require("namespace");

const directory = new berth.Agent("directory", {
  namespace,
  image: config.require("image"),
  args: ["serve-discovery"],
  runtime: { mode: berth.AgentRuntimeMode.Embedded },
  card: {
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
          "Answers who can do something: with names, addresses and skills of agents, the best first. Takes a " +
          "text, or data with any of skill (an id), tag, and text.",
        tags: ["discovery", "directory"],
        examples: ["Who can summarize a web page?", "Which agents are there?"],
      },
    ],
  },
  discovery: { namespaces: config.getObject<string[]>("lookIn") ?? [namespace] },
});

export const url = directory.url;
