import { createAgent } from "./agent.ts";
import { createNamespace } from "./namespace.ts";

/** Makes agents, and the namespace that they are in. */
export function createAgents(amount: number): void {
  const namespace = createNamespace();
  for (let number = 1; number <= amount; number += 1) {
    createAgent(`agent-${number}`, namespace);
  }
}
