import { type AgentSkill, parseServedCard } from "@berth/contract";
import type { DiscoveredAgent } from "@berth/agent-runtime";
import fc from "fast-check";
import { anyCard } from "../../contract/card-fixtures.ts";

/** Makes an agent that was found, with skills that have an id and what else is given. */
export function toAgent(
  name: string,
  skills: (Partial<AgentSkill> & { id: string })[],
  change: { isReady?: boolean; namespace?: string; description?: string; title?: string } = {},
): DiscoveredAgent {
  const { description = "", isReady = true, namespace = "agents", title = name } = change;
  const url = `http://${name}.${namespace}.svc.cluster.local:8000`;
  return {
    name,
    namespace,
    url,
    isReady,
    card: toServedCard({ name: title, description, skills }, url),
  };
}

/** The card of an agent as it is served at a URL. */
export function toServedCard(card: object, url: string): DiscoveredAgent["card"] {
  const supportedInterfaces = [{ url, protocolBinding: "JSONRPC", protocolVersion: "1.0" }];
  return parseServedCard({ ...card, supportedInterfaces });
}

/** Any agents, each of another name. */
export const anyAgents: fc.Arbitrary<DiscoveredAgent[]> = fc.uniqueArray(
  fc
    .record({ name: fc.stringMatching(/^[a-z]{1,6}$/), card: anyCard, isReady: fc.boolean() })
    .map(({ card, isReady, name }): DiscoveredAgent => {
      const url = `http://${name}.agents.svc.cluster.local:8000`;
      return { name, namespace: "agents", url, isReady, card: toServedCard(card, url) };
    }),
  { maxLength: 6, selector: ({ name }) => name },
);
