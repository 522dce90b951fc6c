import type { AgentMatch, AgentQuery, AgentRegistry } from "../discovery/agent-registry.js";
import { type ListedAgent, toListedAgent } from "../discovery/listed-agent.js";

/** What became of an agent. */
export interface AgentChange {
  /** When it was seen, as ISO 8601. */
  time: string;
  change: "added" | "changed" | "removed";
  agent: ListedAgent;
}

export interface WatchReportOptions {
  registry: AgentRegistry;
  query: AgentQuery;
  now: () => Date;
  onChange: (change: AgentChange) => void;
  /** Told of each problem and each failure once. */
  onTrouble: (line: string) => void;
  toTrouble: () => readonly string[];
}

/** Tells of the agents there are, and then of what becomes of them. The returned function ends that. */
export function watchAgents(options: WatchReportOptions): () => void {
  const { now, onChange, onTrouble, query, registry, toTrouble } = options;
  let agents = new Map<string, ListedAgent>();
  let troubles: readonly string[] = [];
  const look = (): void => {
    const next = toMap(registry.find(query));
    const tell = (change: AgentChange["change"], agent: ListedAgent): void => {
      onChange({ time: now().toISOString(), change, agent });
    };
    for (const [key, agent] of agents) {
      if (!next.has(key)) {
        tell("removed", agent);
      }
    }
    for (const [key, agent] of next) {
      const former = agents.get(key);
      if (former === undefined) {
        tell("added", agent);
      } else if (JSON.stringify(former) !== JSON.stringify(agent)) {
        tell("changed", agent);
      }
    }
    const nextTroubles = toTrouble();
    for (const line of nextTroubles.filter((next) => !troubles.includes(next))) {
      onTrouble(line);
    }
    agents = next;
    troubles = nextTroubles;
  };
  look();
  return registry.onChange(look);
}

function toMap(matches: readonly AgentMatch[]): Map<string, ListedAgent> {
  return new Map(
    matches
      .map(toListedAgent)
      .map((agent) => [`${agent.namespace ?? ""}/${agent.name}`, agent] as const),
  );
}
