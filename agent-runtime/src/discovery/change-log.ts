import type { AgentLog } from "../agent-task.js";
import type { AgentRegistry } from "./agent-registry.js";

/** The property of issues that every agent has while it starts. */
export const READINESS = "endpoints";

/** Makes what logs the agents that came and went, and what is wrong, each of them once. */
export function createChangeLog(
  registry: Pick<AgentRegistry, "failures" | "list" | "problems">,
  log: AgentLog,
): () => void {
  let agents: readonly string[] = [];
  let reasons: readonly string[] = [];
  return () => {
    const nextAgents = registry.list().map(({ url }) => url);
    const problems = registry
      .problems()
      .flatMap(({ issues, url }) =>
        issues
          .filter(({ propertyPath }) => propertyPath !== READINESS)
          .map(({ reason }) => `${url}: ${reason}`),
      );
    const nextReasons = [...registry.failures(), ...problems];
    for (const url of without(nextAgents, agents)) {
      log.info({ url }, "An agent was found");
    }
    for (const url of without(agents, nextAgents)) {
      log.info({ url }, "An agent is not listed any more");
    }
    for (const reason of without(nextReasons, reasons)) {
      log.warn({ reason }, "What agents there are is not known as a whole");
    }
    agents = nextAgents;
    reasons = nextReasons;
  };
}

function without(texts: readonly string[], others: readonly string[]): string[] {
  return texts.filter((text) => !others.includes(text));
}
