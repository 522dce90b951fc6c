import type { AgentArgs } from "@berth/berth";
import { prepareTestImages } from "../agent/test-images.ts";
import { prepareCardServer } from "../component/component-images.ts";
import { toSmallAgent } from "../component/paired-agents.ts";

/** A directory with one that asks it, and the agents that they find in another namespace. */
export interface DirectoryAgents {
  /** By their names: the directory, and an agent that finds others by itself. */
  finders: Record<string, AgentArgs>;
  /** By their names: those that are found at the beginning, and two that nobody may list. */
  found: Record<string, AgentArgs>;
  /** One that comes later. */
  late: AgentArgs;
  /** The image of programs that call agents. */
  driver: string;
}

type Skill = NonNullable<NonNullable<AgentArgs["card"]>["skills"]>[number];

/** An agent that can do one thing. */
function toSkilledAgent(image: string, description: string, skill: Skill): AgentArgs {
  return {
    ...toSmallAgent(image, "Embedded"),
    replicas: 1,
    card: { description, version: "1.0.0", skills: [skill] },
  };
}

/** It takes data as well as words. */
const MODES = ["text/plain", "application/json"];

/** A directory, which is the image of the runtime with a command: it has no code of its own. */
export function toDirectory(image: string, namespaces: string[]): AgentArgs {
  const skilled = toSkilledAgent(image, "Knows the other agents", {
    id: "find-agents",
    name: "Find agents",
    description: "Answers who can do something",
    tags: ["discovery"],
  });
  return {
    ...skilled,
    card: { ...skilled.card, defaultInputModes: MODES, defaultOutputModes: MODES },
    args: ["serve-discovery"],
    discovery: { namespaces },
  };
}

/** Builds what the agents run, and tells what they are. */
export async function prepareDirectoryAgents(namespace: string): Promise<DirectoryAgents> {
  const { driver, runtime, worker } = await prepareTestImages();
  const cardServer = await prepareCardServer();
  const discovery = { namespaces: [namespace] };
  const translator = toSkilledAgent(worker, "Speaks many languages", {
    id: "translate",
    name: "Translate a text",
    description: "Says the same in another language",
    tags: ["language"],
  });
  return {
    driver,
    finders: {
      directory: toDirectory(runtime, discovery.namespaces),
      planner: {
        ...toSmallAgent(worker, "Embedded"),
        replicas: 1,
        peers: [{ name: "directory" }],
        discovery,
      },
    },
    found: {
      research: toSkilledAgent(worker, "Reads the web", {
        id: "web-summary",
        name: "Summarize a web page",
        description: "Takes an address and says what is there",
        tags: ["web"],
      }),
      translator,
      // Its image serves a card without interfaces.
      broken: { ...toSmallAgent(cardServer, "None"), replicas: 1 },
      // It admits nobody who finds it, so nobody reads its card.
      shy: { ...toSmallAgent(worker, "Embedded"), replicas: 1, network: { discovery: false } },
    },
    late: toSkilledAgent(worker, "Comes late", {
      id: "paint",
      name: "Paint a picture",
      description: "Paints what it is told",
      tags: ["art"],
    }),
  };
}
