import type { AgentMatch } from "./agent-registry.js";

/** An agent as programs are told of it. A member added here is public. */
export interface ListedAgent {
  name: string;
  namespace?: string | undefined;
  /** Where it is called. */
  url: string;
  isReady: boolean;
  /** The name on its card. */
  title: string;
  description: string;
  version: string;
  /** The skills that meet what was looked for; all when nothing was. */
  skills: { id: string; name: string; description: string; tags: string[] }[];
}

/** Says of an agent what a caller needs to choose it. */
export function toListedAgent({ agent, skills }: AgentMatch): ListedAgent {
  const { card, isReady, name, namespace, url } = agent;
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    url,
    isReady,
    title: card.name,
    description: card.description,
    version: card.version,
    // No more of them: a card may have anything besides.
    skills: skills.map(({ description, id, name: skillName, tags }) => ({
      id,
      name: skillName,
      description,
      tags,
    })),
  };
}
