import { SettingsError } from "@berth/contract";
import type { AgentExecutor } from "../agent-task.js";
import type { AgentQuery, AgentRegistry } from "./agent-registry.js";
import { readDiscoveryQuery } from "./discovery-query.js";
import { type ListedAgent, toListedAgent } from "./listed-agent.js";
import { toOneLine } from "./one-line.js";

const QUERY_EXAMPLE =
  'Send a text, or data or a JSON file such as {"skill":"summary"}, {"tag":"data"} or {"text":"web pages"}.';

/** What an agent that knows the others is made with. */
export interface DiscoveryExecutorOptions {
  /** Where the agent itself is called: it does not name itself. Defaults to naming all there are. */
  ownUrl?: string | undefined;
}

/** What is known of the agents that were asked for, as the data of an answer. */
export interface DiscoveryAnswer {
  /** The best first. */
  agents: ListedAgent[];
  /** False: the cluster does not answer, and this is what was known. */
  isCurrent: boolean;
}

/**
 * Makes an agent that answers who can do something, with a text and with data.
 *
 * It takes a text, or data or a JSON file with any of `skill`, `tag` and `text`. The data of its answer is a
 * {@link DiscoveryAnswer}.
 */
export function createDiscoveryExecutor(
  registry: Pick<AgentRegistry, "failures" | "find" | "whenSettled">,
  { ownUrl }: DiscoveryExecutorOptions = {},
): AgentExecutor {
  const own = ownUrl === undefined ? undefined : toComparable(ownUrl);
  return async (task) => {
    let query: AgentQuery;
    try {
      query = readDiscoveryQuery(task.message);
    } catch (error) {
      if (error instanceof SettingsError) {
        task.reject(`${error.message}\n${QUERY_EXAMPLE}`);
        return;
      }
      throw error;
    }
    await registry.whenSettled();
    const agents = registry
      .find(query)
      .filter(({ agent }) => toComparable(agent.url) !== own)
      .map(toListedAgent);
    const answer: DiscoveryAnswer = { agents, isCurrent: registry.failures().length === 0 };
    task.addArtifact({
      name: "agents",
      parts: [{ data: answer, mediaType: "application/json" }],
    });
    task.complete(toText(answer));
  };
}

function toText({ agents, isCurrent }: DiscoveryAnswer): string {
  const lines = agents.map(({ isReady, name, skills, url }) => {
    const names = skills.map(({ id, name: title }) => title || id).join(", ");
    // Words of an agent must not look like a line about another one.
    return toOneLine(
      `- ${name} at ${url}${names === "" ? "" : `: ${names}`}${isReady ? "" : " (not ready now)"}`,
    );
  });
  return [
    toHead(agents.length),
    ...lines,
    ...(isCurrent ? [] : ["The cluster does not answer now: this is what was known."]),
  ].join("\n");
}

function toHead(count: number): string {
  switch (count) {
    case 0:
      return "No agent that is known can do that.";
    case 1:
      return "1 agent, to be called at its address:";
    default:
      return `${count} agents, the best first, to be called at their addresses:`;
  }
}

function toComparable(url: string): string {
  return URL.parse(url)?.href ?? url;
}
