import { ENVIRONMENT } from "@berth/contract";

/** The variables that an Agent sets itself, and what to use instead of setting them. */
const RESERVED: Readonly<Record<string, string>> = {
  [ENVIRONMENT.cardFile]: "Use 'card'.",
  [ENVIRONMENT.port]: "Use 'port'.",
  [ENVIRONMENT.peers]: "Use 'peers'.",
  [ENVIRONMENT.upstreamUrl]: "Use 'port'.",
  [ENVIRONMENT.siblingsHost]: "Leave it out.",
  [ENVIRONMENT.storeUrl]: "Leave it out.",
  [ENVIRONMENT.auth]: "Leave it out.",
  [ENVIRONMENT.acceptWindowSeconds]: "Use 'drain.acceptWindowSeconds'.",
  [ENVIRONMENT.maxTaskSeconds]: "Use 'drain.maxTaskSeconds'.",
  [ENVIRONMENT.podName]: "Leave it out.",
  [ENVIRONMENT.podNamespace]: "Use 'namespace'.",
  [ENVIRONMENT.podIp]: "Leave it out.",
  [ENVIRONMENT.agentName]: "Use 'card.name'.",
  [ENVIRONMENT.agentDescription]: "Use 'card.description'.",
  [ENVIRONMENT.agentVersion]: "Use 'card.version'.",
  [ENVIRONMENT.agentSkills]: "Use 'card.skills'.",
  [ENVIRONMENT.agentUrl]: "Use 'name' and 'namespace'.",
};

/** The rule a variable breaks that is set by the Agent itself. Undefined where it breaks none. */
export function toReservedRule(variable: string): string | undefined {
  const remedy = Object.hasOwn(RESERVED, variable) ? RESERVED[variable] : undefined;
  return remedy === undefined ? undefined : `must not be set: the Agent sets it. ${remedy}`;
}
